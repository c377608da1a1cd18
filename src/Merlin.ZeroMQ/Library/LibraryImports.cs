using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>Imports of zmq.h that concern the library as a whole.</summary>
internal static unsafe partial class LibraryImports
{
    /// <summary>The name that every import bears; <see cref="ZeroMQLibrary"/> finds the file.</summary>
    internal const string Name = "libzmq.so.5";

    /// <summary>Fills in three numbers.</summary>
    [LibraryImport(Name, EntryPoint = "zmq_version")]
    internal static partial void Version(int* major, int* minor, int* patch);

    [LibraryImport(Name, EntryPoint = "zmq_has", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Has(string capability);

    /// <summary>The library's words for an error number.</summary>
    internal static string Describe(int error) => Marshal.PtrToStringUTF8(Words(error)) ?? "unknown error";

    /// <summary>Borrowed: static text.</summary>
    [LibraryImport(Name, EntryPoint = "zmq_strerror")]
    private static partial nint Words(int error);
}
