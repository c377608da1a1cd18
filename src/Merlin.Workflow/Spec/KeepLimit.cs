using System.Globalization;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Spec;

/// <summary>The key <c>merlin.samples.keep_limit</c>: a number of bytes, or one with a unit such as <c>16 MiB</c>.</summary>
internal static class KeepLimit
{
    /// <summary>What it must be, for messages.</summary>
    public const string Rule = "must be a number of bytes up to 1 GiB, with or without a unit (KiB, MiB, GiB)";

    private static readonly (string Name, int Shift)[] Units = [("KiB", 10), ("MiB", 20), ("GiB", 30)];

    /// <summary>Reads it.</summary>
    /// <returns>Bytes; null when the text is no limit that can be had.</returns>
    public static long? Parse(string text)
    {
        int shift = 0;
        foreach ((string name, int bits) in Units)
        {
            if (text.EndsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                shift = bits;
                text = text[..^name.Length].TrimEnd();
            }
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= SamplePacking.MostKeepLimit >> shift
            ? number << shift
            : null;
    }
}
