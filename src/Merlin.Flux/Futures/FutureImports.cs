using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Imports of flux/core/future.h. A future belongs to the thread of the handle that it was made on.</summary>
internal static unsafe partial class FutureImports
{
    /// <summary>For <see cref="Then"/>: wait as long as it takes.</summary>
    internal const double NoTimeout = -1.0;

    /// <summary>Calls back on the reactor each time the future is fulfilled; <c>void (*)(flux_future_t *, void *)</c>.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_future_then", SetLastError = true)]
    internal static partial int Then(
        FutureHandle future, double timeout, delegate* unmanaged[Cdecl]<nint, nint, void> callback, nint argument);

    /// <summary>Waits for the result and gives -1 with errno for a failure; the result itself is not asked for here.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_future_get", SetLastError = true)]
    internal static partial int Get(FutureHandle future, nint result);

    /// <summary>Makes a stream's future take the next answer; what was borrowed from this one ends.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_future_reset")]
    internal static partial void Reset(FutureHandle future);

    /// <summary>Frees it; allowed in its own callback.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_future_destroy")]
    internal static partial void Destroy(nint future);

    /// <summary>Borrowed from the future. Null when it did not fail.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_future_error_string")]
    internal static partial nint ErrorText(FutureHandle future);
}
