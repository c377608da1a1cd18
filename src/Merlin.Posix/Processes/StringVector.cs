using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>
/// A list of texts as C programs take their arguments and their environment. Some at its end can be made changeable.
/// </summary>
public sealed unsafe class StringVector : SafeHandle
{
    private readonly (nint Start, int Room)[] _changeable;

    /// <summary>Copies texts to native memory.</summary>
    /// <param name="texts">The texts' bytes, without a NUL at the end.</param>
    /// <param name="rooms">The most bytes of each of some more texts at the end, empty for now, see <see cref="Set"/>.</param>
    public StringVector(IReadOnlyList<ReadOnlyMemory<byte>> texts, params ReadOnlySpan<int> rooms)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        nuint pointers = (nuint)(texts.Count + rooms.Length + 1) * (nuint)sizeof(byte*);
        nuint bytes = 0;
        foreach (int room in rooms)
        {
            bytes += (nuint)room + 1;
        }

        foreach (ReadOnlyMemory<byte> text in texts)
        {
            bytes += (nuint)text.Length + 1;
        }

        byte* memory = (byte*)NativeMemory.AllocZeroed(pointers + bytes);
        byte** slot = (byte**)memory;
        byte* end = memory + pointers;
        foreach (ReadOnlyMemory<byte> text in texts)
        {
            *slot++ = end;
            text.Span.CopyTo(new Span<byte>(end, text.Length));
            end += text.Length + 1;
        }

        _changeable = new (nint, int)[rooms.Length];
        for (int i = 0; i < rooms.Length; i++)
        {
            *slot++ = end;
            _changeable[i] = ((nint)end, rooms[i]);
            end += rooms[i] + 1;
        }

        SetHandle((nint)memory);
    }

    /// <summary>Changes a text; nobody may be using the list meanwhile.</summary>
    /// <param name="changeable">Which one of those that were given room, from 0.</param>
    /// <param name="text">The text's bytes, without a NUL at the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such text, or not that much room.</exception>
    public void Set(int changeable, ReadOnlySpan<byte> text)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)changeable, (uint)_changeable.Length, nameof(changeable));
        (nint start, int room) = _changeable[changeable];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, room, nameof(text));
        var target = new Span<byte>((void*)start, room + 1);
        text.CopyTo(target);
        target[text.Length] = 0;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
