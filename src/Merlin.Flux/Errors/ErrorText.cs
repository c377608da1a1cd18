using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>flux_error_t of flux/core/types.h: text that some functions fill in.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ErrorText
{
    private const int Size = 160;

    private fixed byte _text[Size];

    /// <summary>The text that was filled in; empty when none was.</summary>
    public override readonly string ToString()
    {
        fixed (byte* text = _text)
        {
            ReadOnlySpan<byte> all = new(text, Size);
            int end = all.IndexOf((byte)0);
            return System.Text.Encoding.UTF8.GetString(end < 0 ? all : all[..end]);
        }
    }
}
