using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.ZeroMQ;

namespace Merlin.Benchmarks.Wire;

/// <summary>
/// A message of 200 bytes from a dealer to a router and back over the loopback, one at a time: four turns of libzmq's own
/// threads and, with CURVE, two sealings and two openings.
/// </summary>
[MemoryDiagnoser]
public class RoundTripBenchmarks
{
    private const int Length = 200;
    private readonly byte[] _message = new byte[Length];
    private ZeroMQContext? _context;
    private ZeroMQSocket? _router;
    private ZeroMQSocket? _dealer;
    private ZeroMQFrame? _peer;
    private ZeroMQFrame? _frame;
    private ZeroMQPoller? _atRouter;
    private ZeroMQPoller? _atDealer;

    [Params(false, true)]
    public bool Curve { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        CurveKeyPair? server = Curve ? CurveKeyPair.Generate() : null;
        CurveKeyPair? client = Curve ? CurveKeyPair.Generate() : null;
        _context = new ZeroMQContext(ioThreads: 1);
        _router = new ZeroMQSocket(_context, SocketKind.Router, new SocketSettings { ServerSecretKey = server?.SecretKey });
        _router.Bind("tcp://127.0.0.1:*");
        _dealer = new ZeroMQSocket(_context, SocketKind.Dealer, new SocketSettings
        {
            ServerPublicKey = server?.PublicKey,
            PublicKey = client?.PublicKey,
            SecretKey = client?.SecretKey,
        });
        _dealer.Connect(_router.LastEndpoint);
        _peer = new ZeroMQFrame();
        _frame = new ZeroMQFrame();
        _atRouter = new ZeroMQPoller(1);
        _atRouter.Set(0, _router);
        _atDealer = new ZeroMQPoller(1);
        _atDealer.Set(0, _dealer);
        RoundTrip();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _frame?.Dispose();
        _peer?.Dispose();
        _dealer?.Dispose();
        _router?.Dispose();
        _context?.Dispose();
    }

    [Benchmark]
    [Hot(WarmUp = 100, Operations = 500)]
    public int RoundTrip()
    {
        _dealer!.TrySend(_message);
        Receive(_router!, _atRouter!, _peer!);
        Receive(_router!, _atRouter!, _frame!);
        _router!.TrySend(_peer!.Span, hasMore: true);
        _router.TrySend(_frame!.Span);
        Receive(_dealer, _atDealer!, _frame);
        return _frame.Span.Length;
    }

    private static void Receive(ZeroMQSocket socket, ZeroMQPoller poller, ZeroMQFrame frame)
    {
        while (!socket.TryReceive(frame))
        {
            poller.Wait(timeoutMilliseconds: -1);
        }
    }
}
