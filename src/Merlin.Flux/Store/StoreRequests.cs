using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Requests to the instance's key-value store.</summary>
internal static class StoreRequests
{
    private const string Function = "flux_kvs_lookup";

    /// <summary>The text of a key, and then what is appended to it.</summary>
    public static PendingStream<string> WatchAppended(string key) => new(
        broker =>
        {
            FutureHandle future = StoreImports.Lookup(
                broker, null, StoreImports.Watch | StoreImports.WaitCreate | StoreImports.WatchAppend, key);
            return PendingFuture.Checked(future, Function, Marshal.GetLastPInvokeError());
        },
        future => StoreImports.Value(future, out nint value) == 0
            ? Marshal.PtrToStringUTF8(value) ?? ""
            : throw future.Failure(Function, Marshal.GetLastPInvokeError()),
        (_, future) => StoreImports.Cancel(future));
}
