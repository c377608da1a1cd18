using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Imports of flux/core/rpc.h. All belong to the thread of the handle.</summary>
internal static unsafe partial class CallImports
{
    internal const int NoResponse = 1;
    internal const int Streaming = 2;

    /// <summary>
    /// Owned: the caller destroys the future. Null with errno when the message could not be sent. The payload ends with a
    /// zero byte and is copied; it may be null.
    /// </summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_rpc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial FutureHandle Send(BrokerHandle handle, string topic, byte* payload, uint rank, int flags);

    /// <summary>Borrowed from the future, until it is reset or destroyed; the text may be null.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_rpc_get", SetLastError = true)]
    internal static partial int Get(FutureHandle future, byte** payload);

    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_rpc_get_matchtag")]
    internal static partial uint MatchTag(FutureHandle future);
}
