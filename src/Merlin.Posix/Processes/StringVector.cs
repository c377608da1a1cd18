using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>
/// A list of texts as C programs take their arguments and their environment. The last one can be made changeable.
/// </summary>
public sealed unsafe class StringVector : SafeHandle
{
    private readonly int _room;
    private readonly nint _last;

    /// <summary>Copies texts to native memory.</summary>
    /// <param name="texts">The texts' bytes, without a NUL at the end.</param>
    /// <param name="room">The most bytes of one more text at the end, see <see cref="SetLast"/>; 0 for none.</param>
    public StringVector(IReadOnlyList<ReadOnlyMemory<byte>> texts, int room = 0)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        int count = texts.Count + (room > 0 ? 1 : 0);
        nuint pointers = (nuint)(count + 1) * (nuint)sizeof(byte*);
        nuint bytes = (nuint)room + 1;
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

        if (room > 0)
        {
            *slot = end;
            _room = room;
            _last = (nint)end;
        }

        SetHandle((nint)memory);
    }

    /// <summary>Changes the last text; nobody may be using the list meanwhile.</summary>
    /// <param name="text">The text's bytes, without a NUL at the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not that much room.</exception>
    public void SetLast(ReadOnlySpan<byte> text)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, _room, nameof(text));
        var last = new Span<byte>((void*)_last, _room + 1);
        text.CopyTo(last);
        last[text.Length] = 0;
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
