using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>A list of texts as C programs take their arguments and their environment.</summary>
public sealed unsafe class StringVector : SafeHandle
{
    /// <summary>Copies texts to native memory.</summary>
    /// <param name="texts">The texts' bytes, without a NUL at the end.</param>
    public StringVector(IReadOnlyList<ReadOnlyMemory<byte>> texts)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        nuint pointers = (nuint)(texts.Count + 1) * (nuint)sizeof(byte*);
        nuint bytes = 0;
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

        SetHandle((nint)memory);
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
