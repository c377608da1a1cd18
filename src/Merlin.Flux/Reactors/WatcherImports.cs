using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Imports of flux/core/watcher.h. A watcher belongs to the thread of its reactor.</summary>
/// <remarks>
/// The callback is <c>void (*)(flux_reactor_t *, flux_watcher_t *, int, void *)</c>; its last argument is the one given here.
/// </remarks>
internal static unsafe partial class WatcherImports
{
    internal const int PollIn = 1;

    /// <summary>Owned: the caller destroys it. The descriptor stays the caller's and outlives the watcher.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_fd_watcher_create", SetLastError = true)]
    internal static partial WatcherHandle ForDescriptor(
        nint reactor, int descriptor, int events, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> callback, nint argument);

    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_watcher_start")]
    internal static partial void Start(WatcherHandle watcher);

    /// <summary>Stops and frees it.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_watcher_destroy")]
    internal static partial void Destroy(nint watcher);
}
