using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Merlin.Broker.Tests.Wire;

/// <summary>
/// Stands between a client and a broker, and lets each connection meet a <see cref="Fate"/> at a random moment of its life,
/// until it is told to be calm.
/// </summary>
internal sealed class RoughProxy : IDisposable
{
    private const int BufferSize = 4096;

    // Greetings and handshake take about 700 bytes of both sides together; the first messages follow.
    private const int LatestByte = 1500;

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly Random _random;
    private readonly Task _accepting;

    /// <summary>Listens at a free port of this machine.</summary>
    /// <param name="targetPort">The broker's port on this machine.</param>
    /// <param name="random">Chooses the fates.</param>
    public RoughProxy(int targetPort, Random random)
    {
        Target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _random = random;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>What may happen to a connection.</summary>
    public enum Fate
    {
        /// <summary>Both sides see it end.</summary>
        Ended = 0,

        /// <summary>Both sides see it reset.</summary>
        Reset = 1,

        /// <summary>Nothing comes through any more, and neither side is told.</summary>
        Silenced = 2,

        /// <summary>The broker's side sees it end; the client is not told.</summary>
        HalfEnded = 3,

        /// <summary>A bit is changed on the way.</summary>
        Garbled = 4,
    }

    /// <summary>Where clients connect to.</summary>
    public string Address { get; }

    /// <summary>Where the broker is.</summary>
    public IPEndPoint Target { get; }

    /// <summary>Whether connections that are made from now on live.</summary>
    public bool IsCalm { get; set; }

    /// <summary>How many connections each fate has met.</summary>
    public ConcurrentDictionary<Fate, int> Met { get; } = new();

    /// <summary>Lets all present connections meet a fate now.</summary>
    public void Strike(bool reset)
    {
        foreach (Socket socket in _open.Keys)
        {
            Close(socket, reset);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        Strike(reset: false);
        ((IAsyncResult)_accepting).AsyncWaitHandle.WaitOne();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = JoinAsync(await _listener.AcceptAsync(_stop.Token));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One client less, or the proxy is disposed of.
            }
        }
    }

    private Task JoinAsync(Socket client)
    {
        var broker = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _open[client] = 0;
        _open[broker] = 0;
        return new Connection(this, client, broker, Choose()).RunAsync();
    }

    private void Close(Socket socket, bool reset)
    {
        if (_open.TryRemove(socket, out _))
        {
            if (reset)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }

            socket.Dispose();
        }
    }

    private (Fate Fate, int Byte)? Choose()
    {
        if (IsCalm)
        {
            return null;
        }

        lock (_random)
        {
            return (Enum.GetValues<Fate>()[_random.Next(Enum.GetValues<Fate>().Length)], _random.Next(LatestByte));
        }
    }

    private sealed class Connection(RoughProxy proxy, Socket client, Socket broker, (Fate Fate, int Byte)? end)
    {
        private int _passed;
        private volatile bool _silent;

        public async Task RunAsync()
        {
            try
            {
                await broker.ConnectAsync(proxy.Target);
                await Task.WhenAny(PumpAsync(client, broker), PumpAsync(broker, client));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // No broker listens: the client's connection ends.
            }

            if (!_silent)
            {
                proxy.Close(client, reset: false);
            }

            proxy.Close(broker, reset: false);
        }

        private async Task PumpAsync(Socket from, Socket to)
        {
            byte[] buffer = new byte[BufferSize];
            try
            {
                while (await from.ReceiveAsync(buffer) is > 0 and var read)
                {
                    int before = Interlocked.Add(ref _passed, read) - read;
                    int left = read;
                    if (end is { } fate && before <= fate.Byte && fate.Byte < before + read)
                    {
                        left = before + read - fate.Byte;
                        await SendAsync(to, buffer.AsMemory(0, read - left));
                        Meet(fate.Fate, ref buffer[read - left]);
                    }

                    await SendAsync(to, buffer.AsMemory(read - left, left));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // One of the two has ended: so does the other.
            }
        }

        private void Meet(Fate fate, ref byte next)
        {
            proxy.Met.AddOrUpdate(fate, 1, static (_, count) => count + 1);
            switch (fate)
            {
                case Fate.Silenced:
                    _silent = true;
                    break;
                case Fate.HalfEnded:
                    _silent = true;
                    proxy.Close(broker, reset: false);
                    break;
                case Fate.Garbled:
                    next ^= 0x10;
                    break;
                default:
                    proxy.Close(client, fate == Fate.Reset);
                    proxy.Close(broker, fate == Fate.Reset);
                    break;
            }
        }

        private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
        {
            while (!_silent && bytes.Length > 0)
            {
                bytes = bytes[await to.SendAsync(bytes)..];
            }
        }
    }
}
