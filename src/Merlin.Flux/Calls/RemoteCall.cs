using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>A call by topic: sending its request and reading its answers, on the reactor's thread.</summary>
internal sealed unsafe class RemoteCall
{
    private readonly string _topic;
    private readonly byte[]? _payload;
    private readonly BrokerRank _rank;
    private readonly int _flags;

    private RemoteCall(string topic, ReadOnlyMemory<byte> json, BrokerRank rank, int flags)
    {
        _topic = topic;
        _payload = json.IsEmpty ? null : Terminated(json.Span);
        _rank = rank;
        _flags = flags;
    }

    /// <summary>A call with one answer.</summary>
    public static PendingCall<ReadOnlyMemory<byte>> Once(string topic, ReadOnlyMemory<byte> json, BrokerRank rank)
    {
        var call = new RemoteCall(topic, json, rank, 0);
        return new PendingCall<ReadOnlyMemory<byte>>(call.Send, call.Read);
    }

    /// <summary>A call with a stream of answers.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="json">The request.</param>
    /// <param name="rank">Who answers.</param>
    /// <param name="cancelTopic">The topic that takes <c>{"matchtag":…}</c> and ends the stream; null where there is none.</param>
    public static PendingStream<ReadOnlyMemory<byte>> Streaming(
        string topic, ReadOnlyMemory<byte> json, BrokerRank rank, string? cancelTopic)
    {
        var call = new RemoteCall(topic, json, rank, CallImports.Streaming);
        return new PendingStream<ReadOnlyMemory<byte>>(
            call.Send, call.Read, cancelTopic is null ? null : (broker, future) => call.Cancel(broker, future, cancelTopic));
    }

    /// <summary>The bytes with a zero byte behind them, as libflux wants its texts.</summary>
    public static byte[] Terminated(ReadOnlySpan<byte> text)
    {
        byte[] copy = new byte[text.Length + 1];
        text.CopyTo(copy);
        return copy;
    }

    private FutureHandle Send(BrokerHandle broker)
    {
        FutureHandle future;
        int errno;
        fixed (byte* payload = _payload)
        {
            future = CallImports.Send(broker, _topic, payload, _rank.Number, _flags);
            errno = Marshal.GetLastPInvokeError();
        }

        return PendingFuture.Checked(future, _topic, errno);
    }

    private ReadOnlyMemory<byte> Read(FutureHandle future)
    {
        byte* payload;
        if (CallImports.Get(future, &payload) == -1)
        {
            throw future.Failure(_topic, Marshal.GetLastPInvokeError());
        }

        return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(payload).ToArray();
    }

    // Nobody answers a cancellation; the stream ends when the service has seen it.
    private void Cancel(BrokerHandle broker, FutureHandle future, string topic)
    {
        uint tag = CallImports.MatchTag(future);
        ReadOnlyMemory<byte> json = JsonText.WriteObject(writer => writer.WriteNumber("matchtag", tag));
        fixed (byte* payload = Terminated(json.Span))
        {
            CallImports.Send(broker, topic, payload, _rank.Number, CallImports.NoResponse).Dispose();
        }
    }
}
