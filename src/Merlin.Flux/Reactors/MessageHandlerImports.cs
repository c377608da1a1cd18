using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Imports of flux/core/msg_handler.h. A message handler belongs to the thread of its handle.</summary>
internal static unsafe partial class MessageHandlerImports
{
    /// <summary>Owned: the caller destroys it, before the handle is closed. The match is copied.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_msg_handler_create", SetLastError = true)]
    internal static partial MessageHandlerHandle Create(
        BrokerHandle handle, MessageMatch match, delegate* unmanaged[Cdecl]<nint, nint, nint, nint, void> callback, nint argument);

    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_msg_handler_start")]
    internal static partial void Start(MessageHandlerHandle handler);

    /// <summary>Stops and frees it.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_msg_handler_destroy")]
    internal static partial void Destroy(nint handler);
}
