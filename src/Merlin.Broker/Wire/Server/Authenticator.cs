using System.Text;
using Merlin.Broker.Security;
using Merlin.ZeroMQ;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Wire;

/// <summary>
/// Answers libzmq's question whether a CURVE key is to be let in (ZeroMQ RFC 27, ZAP). The key itself becomes the
/// connection's User-Id. Belongs to the server's thread.
/// </summary>
internal sealed class Authenticator : IDisposable
{
    /// <summary>The domain that sockets with keys name.</summary>
    public const string Domain = "merlin";

    private const string Address = "inproc://zeromq.zap.01";
    private const int RequestFrames = 7;
    private const int VersionFrame = 0;
    private const int RequestIdFrame = 1;
    private const int AddressFrame = 3;
    private const int MechanismFrame = 5;
    private const int KeyFrame = 6;

    private readonly List<byte[]> _request = [];
    private readonly ZeroMQFrame _frame;
    private readonly IKeyRing _keys;
    private readonly ILogger _logger;

    public Authenticator(ZeroMQContext context, IKeyRing keys, ILogger logger)
    {
        _keys = keys;
        _logger = logger;
        Socket = new ZeroMQSocket(context, SocketKind.Reply, new SocketSettings());
        Socket.Bind(Address);
        _frame = new ZeroMQFrame();
    }

    /// <summary>Readable when there is a question.</summary>
    public ZeroMQSocket Socket { get; }

    /// <summary>Answers all questions that are there.</summary>
    public void AnswerAll()
    {
        while (TryReceive())
        {
            Answer();
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
        _frame.Dispose();
    }

    private bool TryReceive()
    {
        _request.Clear();
        do
        {
            if (!Socket.TryReceive(_frame))
            {
                return false;
            }

            _request.Add(_frame.Span.ToArray());
        }
        while (_frame.HasMore);
        return true;
    }

    private void Answer()
    {
        string? key = FindKey();
        bool allowed = key is not null && _keys.FindByPublicKey(key) is not null;
        if (!allowed)
        {
            WireLog.KeyNotAuthorized(_logger, key ?? "(none)", TextOf(AddressFrame));
        }

        Say("1.0"u8);
        Say(_request.Count > RequestIdFrame ? _request[RequestIdFrame] : []);
        Say(allowed ? "200"u8 : "400"u8);
        Say(allowed ? "OK"u8 : "not authorized"u8);
        Say(allowed ? Encoding.ASCII.GetBytes(key!) : []);
        Socket.TrySend([]); // no metadata
    }

    private string? FindKey() =>
        _request.Count == RequestFrames
        && _request[VersionFrame].AsSpan().SequenceEqual("1.0"u8)
        && _request[MechanismFrame].AsSpan().SequenceEqual("CURVE"u8)
            ? CurveKeyPair.ToText(_request[KeyFrame])
            : null;

    private string TextOf(int frame) => _request.Count > frame ? Encoding.UTF8.GetString(_request[frame]) : "";

    private void Say(ReadOnlySpan<byte> frame) => Socket.TrySend(frame, hasMore: true);
}
