using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Merlin.Cli.Tests.Harness;

/// <summary>Stands between clients and a server on this machine, passes all bytes on and keeps a copy of them.</summary>
public sealed class RecordingProxy : IAsyncDisposable
{
    private const int BufferSize = 65_536;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentBag<ConcurrentQueue<byte[]>> _records = [];
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly IPEndPoint _target;
    private readonly Task _accepting;

    public RecordingProxy(int targetPort)
    {
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>All bytes of each direction of each connection.</summary>
    public IReadOnlyList<byte[]> Records =>
        [.. _records.Select(static record => record.SelectMany(static piece => piece).ToArray())];

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptAsync();
                var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(client);
                _sockets.Add(server);
                await server.ConnectAsync(_target);
                _ = PumpAsync(client, server);
                _ = PumpAsync(server, client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The proxy is disposed of.
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var record = new ConcurrentQueue<byte[]>();
        _records.Add(record);
        byte[] buffer = new byte[BufferSize];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                record.Enqueue(buffer[..read]);
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

        to.Dispose();
    }
}
