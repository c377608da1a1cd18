using System.Buffers.Text;
using Merlin.Posix;

namespace Merlin.Worker.Processes.Shells;

/// <summary>What a shell server has said, line by line.</summary>
internal sealed class ShellAnswers : IDisposable
{
    private const int LongestLine = 64;
    private readonly byte[] _buffer = new byte[LongestLine * 4];
    private int _start;
    private int _end;

    /// <summary>The pipe: its writing end is the server's.</summary>
    public PosixPipe Pipe { get; } = new();

    /// <summary>Takes in what has come; to be called when the pipe is readable.</summary>
    /// <returns>Whether anything will come any more.</returns>
    public bool TakeIn()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        int count = _end < _buffer.Length ? Pipe.Read(_buffer.AsSpan(_end)) : 0;
        _end += count;
        return count > 0;
    }

    /// <summary>Takes the next answer that is complete.</summary>
    /// <param name="waiting">The subshell that waits now.</param>
    /// <param name="status">The exit status of the one before.</param>
    public bool TryTake(out int waiting, out int status)
    {
        status = 0;
        waiting = 0;
        ReadOnlySpan<byte> rest = _buffer.AsSpan(_start, _end - _start);
        int length = rest.IndexOf((byte)'\n');
        if (length < 0)
        {
            return false;
        }

        _start += length + 1;
        ReadOnlySpan<byte> line = rest[..length];
        bool hasStatus = Utf8Parser.TryParse(line, out waiting, out int used) && used < line.Length
            && Utf8Parser.TryParse(line[(used + 1)..], out status, out _);
        status = hasStatus ? status : 0;

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => Pipe.Dispose();
}
