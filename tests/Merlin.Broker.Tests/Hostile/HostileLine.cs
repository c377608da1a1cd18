using Merlin.Broker.Tests.Wire.Format;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>A connection with a good key, on which nothing that is said is good.</summary>
internal sealed class HostileLine : IDisposable
{
    private const int SocketPlace = 0;
    private const int PatienceMilliseconds = 1000;

    // How many frames go out before the answers are taken in.
    private const int FramesAtOnce = 64;

    private static readonly byte[] Hello = Frames.Of(new SessionHello(ProtocolVersion.Lowest, ProtocolVersion.Highest, "hostile"));

    private readonly ZeroMQContext _context = new(ioThreads: 1);
    private readonly ZeroMQFrame _frame = new();
    private readonly ZeroMQPoller _poller = new(1);
    private readonly string _address;
    private readonly SocketSettings _settings;
    private ZeroMQSocket _socket;

    public HostileLine(string address, SocketSettings settings)
    {
        _address = address;
        _settings = settings;
        _socket = Connect();
    }

    /// <summary>How many frames came back.</summary>
    public int Answers { get; private set; }

    /// <summary>How often the connection was ended, or not read from any more, by the broker.</summary>
    public int Reconnects { get; private set; }

    /// <summary>Sends frames, most of them within an open session.</summary>
    public void Say(HostileFrames frames, Random random, int count)
    {
        for (int sent = 0; sent < count; sent++)
        {
            if (random.Next(4) > 0)
            {
                Send(Hello);
            }

            Send(frames.Next(), hasMore: random.Next(50) == 0);
            if (sent % FramesAtOnce == 0)
            {
                Hear();
            }
        }

        Send(Hello);
        Hear();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _frame.Dispose();
        _context.Dispose();
    }

    // The broker takes frames in as fast as it can; a connection that it has ended is made anew.
    private void Send(byte[] frame, bool hasMore = false)
    {
        while (_socket.TrySend(frame, hasMore) != SendResult.Sent)
        {
            if (!Hear())
            {
                _socket.Dispose();
                _socket = Connect();
                Reconnects++;
            }
        }
    }

    // Waits for the next answer and takes all that there are.
    private bool Hear()
    {
        _poller.Set(SocketPlace, _socket);
        _poller.Wait(PatienceMilliseconds);
        bool any = false;
        while (_socket.TryReceive(_frame))
        {
            any = true;
            Answers++;
        }

        return any;
    }

    private ZeroMQSocket Connect()
    {
        var socket = new ZeroMQSocket(_context, SocketKind.Dealer, _settings);
        socket.Connect(_address);
        return socket;
    }
}
