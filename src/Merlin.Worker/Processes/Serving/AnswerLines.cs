using Merlin.Posix;

namespace Merlin.Worker.Processes.Serving;

/// <summary>What a simulation has written to its standard output, line by line.</summary>
internal sealed class AnswerLines : IDisposable
{
    private const int FirstRoom = 16 * 1024;
    private const int MostRoom = 64 * 1024 * 1024;
    private byte[] _buffer = new byte[FirstRoom];
    private int _start;
    private int _end;
    private int _seen;

    /// <summary>The pipe: its writing end is the simulation's.</summary>
    public PosixPipe Pipe { get; } = new();

    /// <summary>Whether a line is longer than any may be.</summary>
    public bool IsTooLong => _end - _start >= MostRoom;

    /// <summary>Whether something has come that nobody has taken.</summary>
    public bool HasMore => _end > _start;

    /// <summary>Takes in what has come; to be called when the pipe may be readable.</summary>
    /// <returns>How many bytes; 0 when nothing will come any more; null while nothing has come.</returns>
    public int? TakeIn()
    {
        MakeRoom();
        int? count = Pipe.TryRead(_buffer.AsSpan(_end));
        _end += count ?? 0;
        return count;
    }

    /// <summary>Takes the next line that is complete, without its end; valid until the next call.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        int length = _buffer.AsSpan(_start + _seen, _end - _start - _seen).IndexOf((byte)'\n');
        if (length < 0)
        {
            _seen = _end - _start;
            line = default;
            return false;
        }

        line = _buffer.AsSpan(_start, _seen + length);
        _start += _seen + length + 1;
        _seen = 0;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => Pipe.Dispose();

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            byte[] target = _start == 0 ? new byte[Math.Min(_buffer.Length * 2, MostRoom)] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(target);
            _end -= _start;
            _start = 0;
            _buffer = target;
        }
    }
}
