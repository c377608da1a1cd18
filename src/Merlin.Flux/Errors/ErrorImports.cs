using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>The words for error numbers, of flux/core/flog.h.</summary>
internal static partial class ErrorImports
{
    /// <summary>The library's words for an error number.</summary>
    internal static string Describe(int errno) => Marshal.PtrToStringUTF8(Words(errno)) ?? "unknown error";

    /// <summary>Borrowed: static text, good until the next call on the same thread.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_strerror")]
    private static partial nint Words(int errno);
}
