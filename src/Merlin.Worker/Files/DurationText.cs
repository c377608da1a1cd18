using System.Buffers;
using System.Buffers.Text;

namespace Merlin.Worker.Files;

/// <summary>Durations as status files show them: whole seconds, <c>0d:00h:00m:05s</c>.</summary>
internal static class DurationText
{
    /// <summary>What stands in the place of a duration that there is not.</summary>
    public static ReadOnlySpan<byte> Unknown => "--:--:--"u8;

    /// <summary>Writes a duration.</summary>
    public static void Write(TimeSpan span, IBufferWriter<byte> target)
    {
        Number(span.Days, default, target);
        target.Write("d:"u8);
        Number(span.Hours, new StandardFormat('D', 2), target);
        target.Write("h:"u8);
        Number(span.Minutes, new StandardFormat('D', 2), target);
        target.Write("m:"u8);
        Number(span.Seconds, new StandardFormat('D', 2), target);
        target.Write("s"u8);
    }

    private static void Number(int value, StandardFormat format, IBufferWriter<byte> target)
    {
        const int Longest = 11;
        Utf8Formatter.TryFormat(value, target.GetSpan(Longest), out int written, format);
        target.Advance(written);
    }
}
