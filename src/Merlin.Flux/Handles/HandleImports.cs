using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Imports of flux/core/handle.h. All belong to the thread that opened the handle.</summary>
internal static unsafe partial class HandleImports
{
    /// <summary>
    /// Owned: the caller closes the handle, which <see cref="BrokerHandle"/> does. Null with errno and, mostly, words in
    /// <paramref name="error"/>. Blocks until the broker has answered or is found not to.
    /// </summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_open_ex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial BrokerHandle Open(string uri, int flags, ErrorText* error);

    /// <summary>Ends the connection, and the reactor that belongs to the handle.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_close")]
    internal static partial void Close(nint handle);

    /// <summary>Borrowed from the handle: it ends with it.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_get_reactor", SetLastError = true)]
    internal static partial nint Reactor(BrokerHandle handle);
}
