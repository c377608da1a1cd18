using Merlin.Posix;

namespace Merlin.Worker.Packing.Format;

/// <summary>Shows pieces of a file, read in blocks, so that one piece after the other costs few system calls.</summary>
/// <param name="open">Gives the open file, which stays its owner's.</param>
/// <param name="path">Its path, for messages.</param>
internal sealed class FileWindow(Func<OpenFile> open, string path)
{
    private const int Block = 256 << 10;
    private byte[] _buffer = [];
    private long _start;
    private int _filled;

    /// <summary>A piece of the file; shorter than asked for where the file ends. Valid until the next call.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ReadOnlyMemory<byte> Get(long offset, int length)
    {
        if (offset < _start || offset + length > _start + _filled)
        {
            Fill(offset, length);
        }

        int place = (int)(offset - _start);
        return _buffer.AsMemory(place, Math.Min(length, _filled - place));
    }

    /// <summary>Forgets what was read, since the file may have grown or changed.</summary>
    public void Forget() => _filled = 0;

    /// <summary>Gives its memory back; what was shown stays valid for those who have it.</summary>
    public void Release()
    {
        _filled = 0;
        _buffer = [];
    }

    private void Fill(long offset, int length)
    {
        int wanted = Math.Max(Block, length);
        if (_buffer.Length < wanted || _buffer.Length > Math.Max(wanted, 16 * Block))
        {
            _buffer = new byte[wanted];
        }

        _start = offset;
        _filled = 0;
        OpenFile file = open();
        int count = -1;
        while (_filled < length && count != 0)
        {
            int error = file.Read(offset + _filled, _buffer.AsSpan(_filled), out count);
            if (error != 0)
            {
                throw new IOException($"'{path}' cannot be read: {Errno.Describe(error)}");
            }

            _filled += count;
        }
    }
}
