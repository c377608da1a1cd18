using System.Globalization;

namespace Merlin.Workflow.Samples.Npy;

/// <summary>The type of an array's elements.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Size">Bytes of one element.</param>
/// <param name="BigEndian">Whether the highest byte comes first.</param>
internal readonly record struct NpyType(NpyKind Kind, int Size, bool BigEndian)
{
    private const int BytesPerUnicodeUnit = 4;

    // A single value longer than this is no parameter of a simulation, and its row would not fit a script.
    private const int MaxTextBytes = 1 << 24;

    /// <summary>Reads the text of a header's <c>descr</c>, such as <c>&lt;f8</c>.</summary>
    /// <returns>The type, or null when Merlin does not read values of this kind.</returns>
    public static NpyType? Parse(string descr)
    {
        if (descr.Length > 0 && descr[0] is not ('<' or '>' or '|' or '='))
        {
            descr = '=' + descr;
        }

        if (descr.Length < 2)
        {
            return null;
        }

        if (descr.AsSpan(1) is "?")
        {
            return new NpyType(NpyKind.Boolean, 1, BigEndian: false);
        }

        if (!int.TryParse(descr.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            return null;
        }

        bool bigEndian = descr[0] == '>';
        return (NpyKind)descr[1] switch
        {
            NpyKind.Boolean when size == 1 => new NpyType(NpyKind.Boolean, size, bigEndian),
            NpyKind.Signed or NpyKind.Unsigned when size is 1 or 2 or 4 or 8 =>
                new NpyType((NpyKind)descr[1], size, bigEndian),
            NpyKind.Float when size is 2 or 4 or 8 => new NpyType(NpyKind.Float, size, bigEndian),
            NpyKind.Bytes when size <= MaxTextBytes => new NpyType(NpyKind.Bytes, size, bigEndian),
            NpyKind.Unicode when size <= MaxTextBytes / BytesPerUnicodeUnit =>
                new NpyType(NpyKind.Unicode, size * BytesPerUnicodeUnit, bigEndian),
            _ => null,
        };
    }
}
