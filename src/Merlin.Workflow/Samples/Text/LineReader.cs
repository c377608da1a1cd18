using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Workflow.Samples.Text;

/// <summary>
/// Reads a text table's lines from some place of the file on, without comments and line ends. Lines that are then blank
/// hold no sample.
/// </summary>
internal ref struct LineReader
{
    private const int MaxLineBytes = 1 << 24;

    private readonly string _file;
    private readonly SafeFileHandle _handle;
    private byte[] _buffer;
    private long _readOffset;
    private int _start;
    private int _end;

    /// <summary>Begins at a place of the file.</summary>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="handle">The open file.</param>
    /// <param name="offset">Where the first line begins.</param>
    /// <param name="bufferBytes">How much to read at once.</param>
    public LineReader(string file, SafeFileHandle handle, long offset, int bufferBytes)
    {
        _file = file;
        _handle = handle;
        _readOffset = offset;
        _buffer = ArrayPool<byte>.Shared.Rent(bufferBytes);
    }

    /// <summary>The line just read, without comment and line end; gone with the next one.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>Where in the file the line just read begins.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the line just read holds no sample.</summary>
    public readonly bool IsBlank => Line.IndexOfAnyExcept(FieldSplitter.Blanks) < 0;

    /// <summary>Reads the next line.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="SampleFileException">The line is absurdly long.</exception>
    public bool Next()
    {
        int length = LengthOfNext();
        if (length == 0)
        {
            return false;
        }

        Offset = _readOffset - (_end - _start);
        Line = Strip(_buffer.AsSpan(_start, length));
        _start += length;
        return true;
    }

    /// <summary>Gives the buffer back.</summary>
    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> line)
    {
        line = line[^1] == (byte)'\n' ? line[..^1] : line;
        int comment = line.IndexOf((byte)'#');
        line = comment < 0 ? line : line[..comment];
        return line.Length > 0 && line[^1] == (byte)'\r' ? line[..^1] : line;
    }

    /// <summary>Length of the next line with its end, all of it in the buffer; 0 at the end of the file.</summary>
    private int LengthOfNext()
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return searched + found + 1;
            }

            searched = _end - _start;
            if (!Fill())
            {
                return searched;
            }
        }
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            Grow();
        }

        int read = RandomAccess.Read(_handle, _buffer.AsSpan(_end), _readOffset);
        _readOffset += read;
        _end += read;
        return read > 0;
    }

    private void Grow()
    {
        if (_buffer.Length >= MaxLineBytes)
        {
            throw new SampleFileException(
                _file, $"a line has more than {MaxLineBytes} bytes; samples are written one a line. Is this a text table?");
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
