namespace Merlin.ZeroMQ.Tests;

/// <summary>Waiting for sockets; only a test that fails waits long.</summary>
internal static class Waits
{
    private const int LimitMilliseconds = 60_000;

    public static void AwaitReadable(ZeroMQSocket socket)
    {
        var poller = new ZeroMQPoller(1);
        poller.Set(0, socket);
        poller.Wait(LimitMilliseconds);
        Assert.True(poller.IsReadable(0), "Nothing came.");
    }

    /// <summary>Receives a message as its frames.</summary>
    public static List<byte[]> Receive(ZeroMQSocket socket)
    {
        using var frame = new ZeroMQFrame();
        List<byte[]> frames = [];
        do
        {
            AwaitReadable(socket);
            Assert.True(socket.TryReceive(frame));
            frames.Add(frame.Span.ToArray());
        }
        while (frame.HasMore);
        return frames;
    }
}
