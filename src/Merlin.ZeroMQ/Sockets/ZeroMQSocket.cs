using System.Runtime.InteropServices;
using System.Text;

namespace Merlin.ZeroMQ;

/// <summary>A socket. Not thread-safe: it belongs to one thread at a time. No call of it waits for a peer.</summary>
public sealed unsafe class ZeroMQSocket : IDisposable
{
    private const int LongestEndpoint = 512;

    private readonly ZeroMQContext _context;
    private int _monitors;

    /// <summary>Makes a socket.</summary>
    /// <param name="context">Its context.</param>
    /// <param name="kind">How it deals with its peers.</param>
    /// <param name="settings">What is set on it.</param>
    /// <exception cref="ZeroMQException">A setting is not valid, or there are too many sockets or open files.</exception>
    public ZeroMQSocket(ZeroMQContext context, SocketKind kind, SocketSettings settings)
    {
        _context = context;
        Handle = new SocketHandle(context.Handle, kind);
        try
        {
            var writer = new SocketSettingsWriter(Handle);
            writer.Write(settings);
            writer.Set(SocketOption.RouterMandatory, kind == SocketKind.Router && settings.RouterMandatory ? 1 : null);
        }
        catch
        {
            Handle.Dispose();
            throw;
        }
    }

    /// <summary>The address that it was bound to last, with the port that it got.</summary>
    public string LastEndpoint
    {
        get
        {
            byte* text = stackalloc byte[LongestEndpoint];
            nuint size = LongestEndpoint;
            Checked.Result(
                SocketImports.GetOption(Handle, (int)SocketOption.LastEndpoint, text, &size), "zmq_getsockopt");
            return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        }
    }

    internal SocketHandle Handle { get; }

    /// <summary>Listens at an address.</summary>
    /// <exception cref="ZeroMQException">The address is not valid, or cannot be had.</exception>
    public void Bind(string address) => Checked.Result(SocketImports.Bind(Handle, address), "zmq_bind");

    /// <summary>Begins to connect; returns at once.</summary>
    /// <exception cref="ZeroMQException">The address is not valid.</exception>
    public void Connect(string address) => Checked.Result(SocketImports.Connect(Handle, address), "zmq_connect");

    /// <summary>Tells from now on what happens to the socket's connections.</summary>
    /// <param name="events">What to tell.</param>
    /// <exception cref="ZeroMQException">There are too many sockets or open files.</exception>
    public SocketMonitor Monitor(SocketEvents events)
    {
        string address = $"inproc://monitor-{(nint)Handle.DangerousGetHandle():x}-{_monitors++}";
        Checked.Result(SocketImports.Monitor(Handle, address, (int)events), "zmq_socket_monitor");
        try
        {
            return new SocketMonitor(_context, Handle, address);
        }
        catch
        {
            SocketMonitor.Silence(Handle);
            throw;
        }
    }

    /// <summary>Hands a frame over to be sent.</summary>
    /// <param name="frame">The bytes; they are copied.</param>
    /// <param name="hasMore">Whether the same message has another frame.</param>
    /// <exception cref="ZeroMQException">The socket cannot be used any more.</exception>
    public SendResult TrySend(ReadOnlySpan<byte> frame, bool hasMore = false)
    {
        int flags = SocketImports.DoNotWait | (hasMore ? SocketImports.SendMore : 0);
        fixed (byte* bytes = frame)
        {
            while (SocketImports.Send(Handle, bytes, (nuint)frame.Length, flags) == -1)
            {
                if (Failure("zmq_send") is { } result)
                {
                    return result;
                }
            }
        }

        return SendResult.Sent;
    }

    /// <summary>Hands over the last frame of a message, whose bytes are counted for as long as libzmq has them.</summary>
    /// <param name="frame">The bytes; they are copied.</param>
    /// <param name="count">Counts them.</param>
    /// <exception cref="ZeroMQException">The socket cannot be used any more.</exception>
    public SendResult TrySend(ReadOnlySpan<byte> frame, UnsentBytes count)
    {
        byte* message = stackalloc byte[MessageImports.Size];
        CountedMessage.Fill(message, frame, count);
        try
        {
            while (MessageImports.Send(message, Handle, SocketImports.DoNotWait) == -1)
            {
                if (Failure("zmq_msg_send") is { } result)
                {
                    return result;
                }
            }

            return SendResult.Sent;
        }
        finally
        {
            _ = MessageImports.Close(message); // empty when it was sent
        }
    }

    /// <summary>Receives a frame if one is there.</summary>
    /// <param name="frame">Takes it.</param>
    /// <exception cref="ZeroMQException">The socket cannot be used any more.</exception>
    public bool TryReceive(ZeroMQFrame frame)
    {
        while (MessageImports.Receive(frame.Message, Handle, SocketImports.DoNotWait) == -1)
        {
            int error = Marshal.GetLastPInvokeError();
            switch (error)
            {
                case ZeroMQError.Interrupted:
                    break;
                case ZeroMQError.Again:
                    return false;
                default:
                    throw new ZeroMQException("zmq_msg_recv", error);
            }
        }

        return true;
    }

    /// <summary>Lets the socket, when it is closed, go on for a while to send what waits.</summary>
    /// <param name="time">How long at most.</param>
    public void Linger(TimeSpan time) =>
        new SocketSettingsWriter(Handle).Set(SocketOption.Linger, (int)time.TotalMilliseconds);

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    // Null when it is to be tried again.
    private static SendResult? Failure(string function)
    {
        int error = Marshal.GetLastPInvokeError();
        return error switch
        {
            ZeroMQError.Interrupted => null,
            ZeroMQError.Again => SendResult.Full,
            ZeroMQError.HostUnreachable => SendResult.NoPeer,
            _ => throw new ZeroMQException(function, error),
        };
    }
}
