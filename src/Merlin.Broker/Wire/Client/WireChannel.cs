using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.ZeroMQ;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Wire;

/// <summary>
/// A line to a broker over ZeroMQ: a thread that opens one session after the other until the line is closed or refused.
/// </summary>
/// <remarks>
/// Nothing is kept from one session to the next. Only what a broker says on an encrypted line, or to a key that it has never
/// let in, is a refusal for good. That a key is not let in is said without encryption, and may be a mistake of a moment: it
/// ends no line that was open once.
/// </remarks>
internal sealed class WireChannel : IBrokerChannel, IBrokerListener
{
    private const int WakePlace = 0;
    private const int SocketPlace = 1;
    private const int ConnectionPlace = 2;
    private const int Places = 3;

    // A broker that takes nothing for so long that this much waits is as good as gone.
    private const int MostWaiting = 100_000;

#pragma warning disable CA2213 // The thread gives both back at its end, which may come after Dispose.
    private readonly WakingQueue<ClientMessage> _added = new();
    private readonly ZeroMQContext _context;
#pragma warning restore CA2213
    private readonly Queue<ClientMessage> _unsent = [];
    private readonly ZeroMQPoller _poller = new(Places);
    private readonly BrokerEndpoint _endpoint;
    private readonly string _programVersion;
    private readonly IBrokerListener _listener;
    private readonly ILogger _logger;
    private readonly LineTimes _times;
    private readonly TimeProvider _clock;
    private readonly Pauses _pauses;
    private readonly Thread _thread;
    private List<ClientMessage> _taken = [];
    private volatile bool _open;
    private bool _wasOpen;
    private bool _shutOutIsTold;
    private volatile bool _disposed;

    public WireChannel(
        BrokerEndpoint endpoint,
        string programVersion,
        IBrokerListener listener,
        ILogger logger,
        LineTimes times,
        TimeProvider clock)
    {
        _context = SharedContext.Take();
        _endpoint = endpoint;
        _programVersion = programVersion;
        _listener = listener;
        _logger = logger;
        _times = times;
        _clock = clock;
        _pauses = new Pauses(times);
        _poller.Set(WakePlace, _added.Descriptor);
        _thread = new Thread(Run) { IsBackground = true, Name = "line to broker" };
        _thread.Start();
    }

    public void Send(ClientMessage message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_open)
        {
            _added.Add(message);
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _added.Wake();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    // What was said to the session before does not belong to this one.
    void IBrokerListener.Opened(BrokerGreeting broker)
    {
        _pauses.Reset();
        DropUnsent();
        _open = true;
        _wasOpen = true;
        _shutOutIsTold = false;
        WireLog.LineOpened(_logger, _endpoint.Address, broker.Version, broker.Owner);
        _listener.Opened(broker);
    }

    void IBrokerListener.Received(BrokerMessage message)
    {
        if (!_disposed)
        {
            _listener.Received(message);
        }
    }

    void IBrokerListener.Lost(string reason)
    {
        WireLog.LineLost(_logger, _endpoint.Address, reason);
        _listener.Lost(reason);
    }

    void IBrokerListener.Refused(string reason)
    {
        WireLog.LineRefused(_logger, _endpoint.Address, reason);
        _listener.Refused(reason);
    }

    private void Run()
    {
        try
        {
            while (!_disposed && RunSession())
            {
                Pause(_pauses.Next());
            }
        }
        finally
        {
            _open = false;
            SharedContext.Release();
            _added.Dispose();
        }
    }

    // Whether another one is to be tried.
    private bool RunSession()
    {
        if (FindFault() is { } fault)
        {
            ((IBrokerListener)this).Refused(fault);
            return false;
        }

        using ClientSession? session = TryBeginSession();
        if (session is null)
        {
            return true;
        }

        session.Enter(_poller, SocketPlace, ConnectionPlace);
        while (!_disposed && !session.HasEnded)
        {
            Turn(session);
        }

        _open = false;
        _poller.Clear(SocketPlace);
        _poller.Clear(ConnectionPlace);
        return !EndSession(session);
    }

    // Null when the system has no socket to spare, which may pass.
    private ClientSession? TryBeginSession()
    {
        ClientSession? session = null;
        try
        {
            session = new ClientSession(_context, _endpoint, _times, _clock, this);
            session.Begin(_endpoint.Address, _programVersion);
            return session;
        }
        catch (ZeroMQException e)
        {
            session?.Dispose();
            ((IBrokerListener)this).Lost($"a connection to {_endpoint.Address} cannot be begun: {e.Message}");
            return null;
        }
    }

    private string? FindFault()
    {
        var address = WireAddress.Parse(_endpoint.Address);
        return address.IsTcp ? null : SocketDirectory.FindFault(address);
    }

    private void Turn(ClientSession session)
    {
        _poller.Want(SocketPlace, readable: true, writable: _unsent.Count > 0);
        _poller.Wait(Milliseconds(session.TimeLeft));
        session.Receive();
        TakeAdded();
        SendWaiting(session);
        if (!session.HasEnded)
        {
            session.Tick();
        }
    }

    private void TakeAdded()
    {
        List<ClientMessage> taken = _added.Take(_taken);
        taken.ForEach(_unsent.Enqueue);
        taken.Clear();
        _taken = taken;
    }

    private void SendWaiting(ClientSession session)
    {
        while (!session.HasEnded && _unsent.TryPeek(out ClientMessage? message) && session.TrySend(message))
        {
            _unsent.Dequeue();
        }

        if (_unsent.Count > MostWaiting && !session.HasEnded)
        {
            session.End(SessionState.Broken, "the broker takes no messages");
        }
    }

    // Whether the line is at its end too.
    private bool EndSession(ClientSession session)
    {
        if (_disposed)
        {
            TakeAdded();
            SendWaiting(session);
            session.SayFarewell();
            return true;
        }

        IBrokerListener line = this;
        if (session.State == SessionState.Refused || (session.State == SessionState.ShutOut && !_wasOpen))
        {
            line.Refused(session.Reason);
            return true;
        }

        if (session.State == SessionState.ShutOut)
        {
            TellShutOut(session.Reason);
        }

        line.Lost(session.Reason);
        return false;
    }

    // Whoever waits for the line has heard that it is broken, and would not hear why it does not open again.
    private void TellShutOut(string reason)
    {
        if (!_shutOutIsTold)
        {
            _shutOutIsTold = true;
            WireLog.LineShutOut(_logger, reason);
        }
    }

    private void Pause(TimeSpan pause)
    {
        long begin = _clock.GetTimestamp();
        while (!_disposed && _clock.GetElapsedTime(begin) < pause)
        {
            _poller.Wait(Milliseconds(pause - _clock.GetElapsedTime(begin)));
            DropUnsent();
        }
    }

    private void DropUnsent()
    {
        TakeAdded();
        _unsent.Clear();
    }

    private static int Milliseconds(TimeSpan time) => (int)Math.Ceiling(Math.Max(0, time.TotalMilliseconds));
}
