using Merlin.Broker.Lines;
using Merlin.ZeroMQ;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Wire;

/// <summary>The one thread that owns a server's sockets and lines.</summary>
internal sealed class ServerLoop : IDisposable
{
    private const int WakePlace = 0;
    private const int AuthenticatorPlace = 1;
    private const int FirstSocketPlace = 2;

    // Lines are looked after so many times in each interval.
    private const int SweepsPerInterval = 4;

    private readonly WakingQueue<Outbound> _outbox = new();
    private readonly ZeroMQContext _context;
    private readonly Authenticator? _authenticator;
    private readonly List<ListeningSocket> _sockets = [];
    private readonly ZeroMQPoller _poller;
    private readonly PeerTable _peers;
    private readonly FrameReceiver _receiver;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _sweepInterval;
    private List<Outbound> _taken = [];
    private long _lastSweep;
    private volatile bool _stopping;

    /// <exception cref="BrokerAddressException">An address cannot be used.</exception>
    /// <exception cref="ZeroMQUnavailableException">There is no usable libzmq.</exception>
    public ServerLoop(ILineHost host, IReadOnlyList<WireAddress> addresses, WireServerOptions options, ILogger logger)
    {
        _clock = options.Clock;
        _lastSweep = _clock.GetTimestamp();
        _sweepInterval = options.KeepaliveInterval / SweepsPerInterval;
        _context = new ZeroMQContext(ioThreads: 1);
        var writer = new PeerWriter(_sockets);
        _peers = new PeerTable(host, options, writer, _outbox, logger);
        _receiver = new FrameReceiver(_sockets, _peers, writer, options);
        try
        {
            // Before the first address with keys: while nobody is asked, libzmq lets every key in.
            _authenticator = options.Keys is null ? null : new Authenticator(_context, options.Keys, logger);
            foreach (WireAddress address in addresses)
            {
                _sockets.Add(ListeningSocket.Open(_context, address, options));
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        _poller = NewPoller();
    }

    /// <summary>Where the server listens.</summary>
    public IReadOnlyList<string> Addresses => [.. _sockets.Select(socket => socket.Address)];

    /// <summary>Serves until <see cref="Stop"/>.</summary>
    public void Run()
    {
        try
        {
            while (!_stopping)
            {
                Turn();
            }
        }
        finally
        {
            _peers.CloseAll();
        }
    }

    /// <summary>Lets <see cref="Run"/> return; from any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        _outbox.Wake();
    }

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _authenticator?.Dispose();
        _receiver.Dispose();
        _context.Dispose();
        _sockets.ForEach(socket => socket.RemoveFile()); // libzmq leaves it, and now nobody listens any more
        _outbox.Dispose();
    }

    private ZeroMQPoller NewPoller()
    {
        var poller = new ZeroMQPoller(FirstSocketPlace + _sockets.Count);
        poller.Set(WakePlace, _outbox.Descriptor);
        if (_authenticator is not null)
        {
            poller.Set(AuthenticatorPlace, _authenticator.Socket);
        }

        for (int i = 0; i < _sockets.Count; i++)
        {
            poller.Set(FirstSocketPlace + i, _sockets[i].Socket);
        }

        return poller;
    }

    private void Turn()
    {
        _poller.Wait((int)Math.Ceiling(_sweepInterval.TotalMilliseconds));
        while (ServeSome())
        {
            // Waiting costs more than looking once again.
        }

        SweepWhenDue();
    }

    // Whether there may be more to do at once.
    private bool ServeSome()
    {
        long now = _clock.GetTimestamp();
        _authenticator?.AnswerAll();
        bool more = false;
        for (int i = 0; i < _sockets.Count; i++)
        {
            more |= _receiver.ReceiveSome(i, now);
        }

        return (SendAll(now) || more) && !_stopping && !IsSweepDue(now);
    }

    private bool SendAll(long now)
    {
        List<Outbound> taken = _outbox.Take(_taken);
        foreach (Outbound outbound in taken)
        {
            _peers.Deliver(outbound.To, outbound.Message, now);
        }

        bool any = taken.Count > 0;
        taken.Clear();
        _taken = taken;
        return any;
    }

    private bool IsSweepDue(long now) => _clock.GetElapsedTime(_lastSweep, now) >= _sweepInterval;

    private void SweepWhenDue()
    {
        long now = _clock.GetTimestamp();
        if (IsSweepDue(now))
        {
            _lastSweep = now;
            _peers.Sweep(now);
        }
    }
}
