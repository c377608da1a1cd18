using System.Buffers.Text;
using Merlin.Posix;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Guarding;

/// <summary>
/// Which process groups live, in memory that the guardian reads when this process was killed. Keeping it costs no
/// system call.
/// </summary>
/// <remarks>
/// A slot is one line of text and zeros: its state, a blank, the group's id padded with blanks to ten characters, a blank,
/// the script's path. The state is written last, so that a line is true whenever this process is stopped. States: I, the
/// script is about to be started; R, it runs; -, free. Belongs to the spawner.
/// </remarks>
internal sealed class GroupTable : IDisposable
{
    private const int IdAt = 2;
    private const int IdLength = 10;
    private const int PathAt = IdAt + IdLength + 1;
    private const int SlotLength = PathAt + 4096 + 1;
    private const byte Free = (byte)'-';
    private const byte Intended = (byte)'I';
    private const byte Running = (byte)'R';
    private readonly SharedMemory _memory;
    private readonly int[] _used;
    private readonly Stack<int> _freeLines = new();

    /// <summary>Makes a table of free slots.</summary>
    /// <param name="slots">How many tasks may run.</param>
    /// <param name="lines">How many other groups may live.</param>
    public GroupTable(int slots, int lines = 0)
    {
        _memory = new SharedMemory("merlin-groups"u8, (slots + lines) * SlotLength);
        _used = new int[slots + lines];
        for (int line = slots + lines - 1; line >= slots; line--)
        {
            _freeLines.Push(line);
        }
    }

    /// <summary>The table as the guardian reads it.</summary>
    public SafeFileHandle Descriptor => _memory.Descriptor;

    /// <summary>Takes a slot for a group that is no task's, until <see cref="FreeLine"/>.</summary>
    public int TakeLine() => _freeLines.Pop();

    /// <summary>Gives back what <see cref="TakeLine"/> gave.</summary>
    public void FreeLine(int line)
    {
        Clear(line);
        _freeLines.Push(line);
    }

    /// <summary>A script is about to be started.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="script">Its path, ending in a NUL.</param>
    public void Intend(int slot, ReadOnlySpan<byte> script)
    {
        Span<byte> line = Line(slot);
        script = script[..^1];
        line[PathAt.._used[slot]].Clear();
        line[1..PathAt].Fill((byte)' ');
        script.CopyTo(line[PathAt..]);
        line[PathAt + script.Length] = (byte)'\n';
        _used[slot] = PathAt + script.Length + 1;
        Volatile.Write(ref line[0], Intended);
    }

    /// <summary>The script runs, or a group that was not intended.</summary>
    public void Note(int slot, int group)
    {
        Span<byte> line = Line(slot);
        if (_used[slot] == PathAt)
        {
            line[PathAt] = (byte)'\n'; // no script was intended there
            _used[slot] = PathAt + 1;
        }

        line[1..PathAt].Fill((byte)' ');
        Utf8Formatter.TryFormat(group, line.Slice(IdAt, IdLength), out _);
        Volatile.Write(ref line[0], Running);
    }

    /// <summary>Nothing runs in the slot.</summary>
    public void Clear(int slot) => Volatile.Write(ref Line(slot)[0], Free);

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private Span<byte> Line(int slot)
    {
        _used[slot] = Math.Max(_used[slot], PathAt);
        return _memory.Bytes.Slice(slot * SlotLength, SlotLength);
    }
}
