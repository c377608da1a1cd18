using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Requests to the instance's key-value store.</summary>
internal static class StoreRequests
{
    private const string Function = "flux_kvs_lookup";

    /// <summary>The text of a key.</summary>
    public static PendingCall<string> Read(string key) => new(
        broker => PendingFuture.Checked(StoreImports.Lookup(broker, null, 0, key), Function, Marshal.GetLastPInvokeError()),
        Value);

    /// <summary>The text of a key, and then what is appended to it.</summary>
    public static PendingStream<string> WatchAppended(string key) => new(
        broker =>
        {
            FutureHandle future = StoreImports.Lookup(
                broker, null, StoreImports.Watch | StoreImports.WaitCreate | StoreImports.WatchAppend, key);
            return PendingFuture.Checked(future, Function, Marshal.GetLastPInvokeError());
        },
        Value,
        (_, future) => StoreImports.Cancel(future));

    private static string Value(FutureHandle future) => StoreImports.Value(future, out nint value) == 0
        ? Marshal.PtrToStringUTF8(value) ?? ""
        : throw future.Failure(Function, Marshal.GetLastPInvokeError());
}
