using Merlin.ZeroMQ;

namespace Merlin.Benchmarks.Wire;

/// <summary>A dealer and a router that are connected over the loopback. Belongs to one thread.</summary>
internal sealed class SocketPair : IDisposable
{
    private readonly ZeroMQContext _context = new(ioThreads: 1);
    private readonly ZeroMQSocket _router;
    private readonly ZeroMQSocket _dealer;
    private readonly ZeroMQFrame _peer = new();
    private readonly ZeroMQFrame _frame = new();
    private readonly ZeroMQPoller _atRouter = new(1);
    private readonly ZeroMQPoller _atDealer = new(1);

    private SocketPair(CurveKeyPair? server, CurveKeyPair? client)
    {
        _router = new ZeroMQSocket(_context, SocketKind.Router, new SocketSettings { ServerSecretKey = server?.SecretKey });
        _dealer = new ZeroMQSocket(_context, SocketKind.Dealer, new SocketSettings
        {
            ServerPublicKey = server?.PublicKey,
            PublicKey = client?.PublicKey,
            SecretKey = client?.SecretKey,
        });
        _router.Bind("tcp://127.0.0.1:*");
        _dealer.Connect(_router.LastEndpoint);
        _atRouter.Set(0, _router);
        _atDealer.Set(0, _dealer);
    }

    /// <summary>Connects a pair.</summary>
    /// <param name="curve">Whether what they say is encrypted.</param>
    public static SocketPair Connect(bool curve) =>
        curve ? new SocketPair(CurveKeyPair.Generate(), CurveKeyPair.Generate()) : new SocketPair(null, null);

    /// <summary>Sends a message to the router, which sends it back.</summary>
    /// <returns>The length of what came back.</returns>
    public int RoundTrip(ReadOnlySpan<byte> message)
    {
        _dealer.TrySend(message);
        Receive(_router, _atRouter, _peer);
        Receive(_router, _atRouter, _frame);
        _router.TrySend(_peer.Span, hasMore: true);
        _router.TrySend(_frame.Span);
        Receive(_dealer, _atDealer, _frame);
        return _frame.Span.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frame.Dispose();
        _peer.Dispose();
        _dealer.Dispose();
        _router.Dispose();
        _context.Dispose();
    }

    private static void Receive(ZeroMQSocket socket, ZeroMQPoller poller, ZeroMQFrame frame)
    {
        while (!socket.TryReceive(frame))
        {
            poller.Wait(timeoutMilliseconds: -1);
        }
    }
}
