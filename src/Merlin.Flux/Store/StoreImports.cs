using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Imports of flux/core/kvs_lookup.h. All belong to the thread of the handle.</summary>
internal static partial class StoreImports
{
    /// <summary>The answers go on as the value changes.</summary>
    internal const int Watch = 4;

    /// <summary>Waits for a key that is not there yet.</summary>
    internal const int WaitCreate = 8;

    /// <summary>With <see cref="Watch"/>: answers have only what was appended.</summary>
    internal const int WatchAppend = 256;

    /// <summary>Owned: the caller destroys the future. The namespace may be null for the main one.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_kvs_lookup", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial FutureHandle Lookup(BrokerHandle handle, string? space, int flags, string key);

    /// <summary>The value is borrowed from the future, until it is reset or destroyed.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_kvs_lookup_get", SetLastError = true)]
    internal static partial int Value(FutureHandle future, out nint value);

    /// <summary>Asks for the end of a watch, which comes as ENODATA.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_kvs_lookup_cancel", SetLastError = true)]
    internal static partial int Cancel(FutureHandle future);
}
