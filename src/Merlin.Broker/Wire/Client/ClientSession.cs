using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Wire;

/// <summary>
/// One session with a broker, from the first frame to its end, over one connection that is never made again: what was
/// left in a socket's queue must not reach a broker that does not know the line. Belongs to the line's thread.
/// </summary>
internal sealed class ClientSession : IDisposable
{
    // As many intervals of silence end a session.
    private const int SilentIntervals = 3;
    private const int MessagesAhead = 1000;

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromMilliseconds(500);

    private readonly ZeroMQFrame _frame = new();
    private readonly FrameBuffer _buffer = new();
    private readonly TimeProvider _clock;
    private readonly ZeroMQSocket _socket;
    private readonly ConnectionWatch _connection;
    private readonly IBrokerListener _listener;
    private TimeSpan _silenceLimit;
    private TimeSpan _interval;
    private long _largestFrame;
    private long _lastHeard;
    private long _lastSaid;

    /// <exception cref="ZeroMQException">There are too many sockets or open files.</exception>
    public ClientSession(
        ZeroMQContext context, BrokerEndpoint endpoint, LineTimes times, TimeProvider clock, IBrokerListener listener)
    {
        _clock = clock;
        _listener = listener;
        _silenceLimit = times.Answer;
        _interval = times.Answer;
        _socket = new ZeroMQSocket(context, SocketKind.Dealer, SettingsOf(endpoint));
        try
        {
            _connection = new ConnectionWatch(endpoint, _socket);
        }
        catch
        {
            _socket.Dispose();
            _frame.Dispose();
            throw;
        }

        _lastHeard = clock.GetTimestamp();
        _lastSaid = _lastHeard;
        Reason = "";
    }

    /// <summary>Where it stands.</summary>
    public SessionState State { get; private set; }

    /// <summary>Why it has ended.</summary>
    public string Reason { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => State is SessionState.Broken or SessionState.Refused or SessionState.ShutOut;

    /// <summary>How long nothing needs to be done unless something comes.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            TimeSpan left = _silenceLimit - _clock.GetElapsedTime(_lastHeard);
            TimeSpan quiet = _interval - _clock.GetElapsedTime(_lastSaid);
            return State == SessionState.Open && quiet < left ? quiet : left;
        }
    }

    /// <summary>Puts what it waits for into a poller.</summary>
    public void Enter(ZeroMQPoller poller, int socketPlace, int connectionPlace)
    {
        poller.Set(socketPlace, _socket);
        poller.Set(connectionPlace, _connection.Socket);
    }

    /// <summary>Begins to connect, and says the first frame.</summary>
    /// <exception cref="ZeroMQException">Nothing can be connected to at the address.</exception>
    public void Begin(string address, string programVersion)
    {
        _socket.Connect(address);
        Say(new SessionHello(ProtocolVersion.Lowest, ProtocolVersion.Highest, programVersion));
    }

    /// <summary>Takes in all that has come, and what has happened to the connection.</summary>
    public void Receive()
    {
        _connection.Update();
        while (!HasEnded && _socket.TryReceive(_frame))
        {
            _lastHeard = _clock.GetTimestamp();
            Take(_frame.Span.ToArray());
        }

        if (!HasEnded && _connection.End is { } end)
        {
            End(_connection.IsRefused ? SessionState.ShutOut : SessionState.Broken, end);
        }
    }

    /// <summary>Sends a message; false when there is no room for it now.</summary>
    public bool TrySend(ClientMessage message)
    {
        ReadOnlySpan<byte> frame;
        try
        {
            frame = _buffer.Write(message);
        }
        catch (WireFormatException e)
        {
            Refuse(message, e.Message);
            return true;
        }

        if (frame.Length > _largestFrame)
        {
            Refuse(message, $"It has {frame.Length} bytes, and the broker takes at most {_largestFrame}.");
            return true;
        }

        bool sent = _socket.TrySend(frame) == SendResult.Sent;
        _lastSaid = sent ? _clock.GetTimestamp() : _lastSaid;
        return sent;
    }

    /// <summary>Does what the time demands: says that the client lives, or ends a session that is silent.</summary>
    public void Tick()
    {
        if (_clock.GetElapsedTime(_lastHeard) >= _silenceLimit)
        {
            End(SessionState.Broken, State == SessionState.Open ? "the broker has fallen silent" : _connection.NoAnswer);
        }
        else if (State == SessionState.Open && _clock.GetElapsedTime(_lastSaid) >= _interval)
        {
            Say(new SessionKeepAlive());
        }
    }

    /// <summary>Ends the session on this side.</summary>
    public void End(SessionState state, string reason)
    {
        State = state;
        Reason = reason;
    }

    /// <summary>Tells the broker that nothing more is heard; it need not find out.</summary>
    public void SayFarewell()
    {
        if (State == SessionState.Open)
        {
            Say(new SessionClose());
            _socket.Linger(FarewellLimit);
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _socket.Dispose();
        _frame.Dispose();
    }

    private static SocketSettings SettingsOf(BrokerEndpoint endpoint) => new()
    {
        Ipv6 = WireAddress.Parse(endpoint.Address).IsIpv6,
        SendHighWaterMark = MessagesAhead,
        HeartbeatInterval = HeartbeatInterval,
        HeartbeatTimeout = HeartbeatTimeout,
        ServerPublicKey = endpoint.Curve?.ServerPublicKey,
        PublicKey = endpoint.Curve?.PublicKey,
        SecretKey = endpoint.Curve?.SecretKey,
    };

    private void Say(SessionFrame frame)
    {
        _lastSaid = _clock.GetTimestamp();
        _ = _socket.TrySend(_buffer.Write(frame)); // without room for it, it would tell nothing new
    }

    private void Take(byte[] frame)
    {
        try
        {
            if (_frame.HasMore)
            {
                throw new WireFormatException("a message of several frames");
            }

            if (SessionFormat.TryRead(frame, out SessionFrame? session))
            {
                Take(session);
            }
            else if (State == SessionState.Open)
            {
                _listener.Received(BrokerMessageFormat.Read(frame));
            }
        }
        catch (WireFormatException e)
        {
            End(SessionState.Broken, $"the broker has sent what this program does not understand: {e.Message}");
        }
    }

    private void Take(SessionFrame frame)
    {
        switch (frame)
        {
            case SessionWelcome welcome when State == SessionState.Greeting:
                Open(welcome);
                break;
            case SessionRefused refused:
                End(SessionState.Refused, refused.Reason);
                break;
            case SessionUnknown:
                End(SessionState.Broken, "the broker does not know the line any more");
                break;
            case SessionClose:
                End(SessionState.Broken, "the broker has closed the line");
                break;
        }
    }

    private void Open(SessionWelcome welcome)
    {
        State = SessionState.Open;
        _interval = welcome.KeepAliveInterval;
        _silenceLimit = SilentIntervals * welcome.KeepAliveInterval;
        _largestFrame = welcome.LargestFrame;
        _listener.Opened(new BrokerGreeting(welcome.ProgramVersion, welcome.Version, welcome.BrokerId, welcome.Owner));
    }

    // Whoever asked must hear of it; nothing else can be too large, and without an answer it is said again.
    private void Refuse(ClientMessage message, string reason)
    {
        if (message is Messages.Requests.ProducerRequest request)
        {
            _listener.Received(new Messages.Answers.RequestRefused(request.Request, $"The request cannot be sent. {reason}"));
        }
        else
        {
            End(SessionState.Broken, $"a message cannot be sent ({message.GetType().Name}): {reason}");
        }
    }
}
