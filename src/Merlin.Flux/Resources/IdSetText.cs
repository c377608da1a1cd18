using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Merlin.Flux;

/// <summary>Reads sets of numbers; as in Flux, members come in order and none twice.</summary>
internal static class IdSetText
{
    // The numbers above have meanings of their own in Flux.
    private const uint Greatest = uint.MaxValue - 2;

    public static bool TryRead(string text, [NotNullWhen(true)] out IdSet? set)
    {
        set = null;
        ReadOnlySpan<char> inner = text;
        if (inner is ['[', .. var bracketed, ']'])
        {
            inner = bracketed;
        }

        List<IdRange> ranges = [];
        if (inner.Length > 0 && !TryReadRanges(inner, ranges))
        {
            return false;
        }

        set = IdRange.Join(ranges);
        return true;
    }

    private static bool TryReadRanges(ReadOnlySpan<char> text, List<IdRange> ranges)
    {
        foreach (Range part in text.Split(','))
        {
            if (!TryReadRange(text[part], out IdRange range) || (ranges.Count > 0 && range.First <= ranges[^1].Last))
            {
                return false;
            }

            ranges.Add(range);
        }

        return true;
    }

    private static bool TryReadRange(ReadOnlySpan<char> text, out IdRange range)
    {
        int dash = text.IndexOf('-');
        ReadOnlySpan<char> first = dash < 0 ? text : text[..dash];
        ReadOnlySpan<char> last = dash < 0 ? text : text[(dash + 1)..];
        range = default;
        if (!TryReadNumber(first, out uint from) || !TryReadNumber(last, out uint to) || (dash >= 0 && to <= from))
        {
            return false;
        }

        range = new IdRange(from, to);
        return true;
    }

    // As in Flux, numbers are not filled up with zeros.
    private static bool TryReadNumber(ReadOnlySpan<char> text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && (text.Length == 1 || text[0] != '0')
        && number <= Greatest;
}
