using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Merlin.Broker.Tests.Wire;

/// <summary>
/// Stands between clients and a broker, passes all bytes on unchanged and in order, and breaks or holds connections when a
/// test says so.
/// </summary>
public sealed class TcpProxy : IDisposable
{
    private const int BufferSize = 65_536;

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly IPEndPoint _target;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _passage = NewPassage(open: true);

    /// <summary>Listens at a free port of this machine.</summary>
    /// <param name="targetPort">The broker's port on this machine.</param>
    public TcpProxy(int targetPort)
    {
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public string Address { get; }

    /// <summary>How long every piece of bytes is kept before it is passed on.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Ends all connections as a router that is switched off does; new ones are taken in.</summary>
    public void Cut()
    {
        foreach (Socket socket in _open.Keys)
        {
            Close(socket);
        }
    }

    /// <summary>Passes nothing on from now on, while the connections stay.</summary>
    public void Hold() => _passage = NewPassage(open: false);

    /// <summary>Passes on again, beginning with what was held.</summary>
    public void Release() => _passage.TrySetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        Release();
        Cut();
        ((IAsyncResult)_accepting).AsyncWaitHandle.WaitOne();
        _stop.Dispose();
    }

    private static TaskCompletionSource NewPassage(bool open)
    {
        var passage = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (open)
        {
            passage.SetResult();
        }

        return passage;
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
                // The proxy is disposed of, or this client has gone already and the next ones are to be taken in.
            }
        }
    }

    private async Task JoinAsync(Socket client)
    {
        var broker = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _open[client] = 0;
        _open[broker] = 0;
        try
        {
            await broker.ConnectAsync(_target);
            await Task.WhenAny(PumpAsync(client, broker), PumpAsync(broker, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // No broker listens: the client's connection ends.
        }

        Close(client);
        Close(broker);
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[BufferSize];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                await _passage.Task;
                if (Delay > TimeSpan.Zero)
                {
                    await Task.Delay(Delay, TimeProvider.System);
                }

                for (int sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One of the two has ended: so does the other.
        }
    }

    private void Close(Socket socket)
    {
        if (_open.TryRemove(socket, out _))
        {
            socket.Dispose();
        }
    }
}
