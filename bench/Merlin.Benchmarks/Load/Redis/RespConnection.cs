using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Merlin.Benchmarks.Load.Redis;

/// <summary>A connection to Redis, for one user at a time: whole commands out, one reply after the other in.</summary>
internal sealed class RespConnection : IDisposable
{
    private const int BufferSize = 4096;

    private readonly Socket _socket;
    private readonly byte[] _received = new byte[BufferSize];
    private int _start;
    private int _end;

    private RespConnection(Socket socket) => _socket = socket;

    public static async Task<RespConnection> OpenAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            return new RespConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A command as bytes; several of them may be sent at once.</summary>
    public static byte[] Command(params string[] words)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (string word in words)
        {
            text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> commands)
    {
        while (!commands.IsEmpty)
        {
            commands = commands[await _socket.SendAsync(commands)..];
        }
    }

    /// <summary>Reads a reply: a number or text as text, of a list its last element.</summary>
    /// <exception cref="IOException">The reply is an error, or the connection has ended.</exception>
    public async ValueTask<string> ReceiveAsync()
    {
        string line = await ReadLineAsync();
        switch (line[0])
        {
            case '-':
                throw new IOException($"Redis says {line[1..]}.");
            case '$':
                return await ReadLineAsync();
            case '*':
                string last = "";
                for (int left = int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture); left > 0; left--)
                {
                    last = await ReceiveAsync();
                }

                return last;
            default:
                return line[1..];
        }
    }

    public void Dispose() => _socket.Dispose();

    // No text that the load stores has a line's end in it.
    private async ValueTask<string> ReadLineAsync()
    {
        int length;
        while ((length = _received.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            await FillAsync();
        }

        string line = Encoding.ASCII.GetString(_received, _start, length);
        _start += length + 2;
        return line;
    }

    private async ValueTask FillAsync()
    {
        _received.AsSpan(_start, _end - _start).CopyTo(_received);
        (_start, _end) = (0, _end - _start);
        int count = await _socket.ReceiveAsync(_received.AsMemory(_end));
        _end += count > 0 ? count : throw new IOException("Redis has closed the connection.");
    }
}
