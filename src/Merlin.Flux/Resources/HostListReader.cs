using System.Globalization;

namespace Merlin.Flux;

/// <summary>Reads lists of hosts; commas and blanks separate them, and a name may have one range in brackets.</summary>
internal static class HostListReader
{
    // A list that asks for more is a mistake, not a machine.
    private const int MostHosts = 1 << 20;

    public static bool TryRead(string text, List<string> hosts)
    {
        int start = 0;
        while (start < text.Length)
        {
            int end = EndOfName(text, start);
            if (end < 0 || !TryExpand(text.AsSpan(start, end - start), hosts))
            {
                return false;
            }

            start = end + 1;
        }

        return true;
    }

    // The next separator outside of brackets; -1 when the brackets do not match.
    private static int EndOfName(string text, int start)
    {
        bool inside = false;
        for (int at = start; at < text.Length; at++)
        {
            char letter = text[at];
            if (!inside && letter is ',' or ' ' or '\t' or '\n')
            {
                return at;
            }

            if (letter is '[' or ']')
            {
                if (inside != (letter is ']'))
                {
                    return -1;
                }

                inside = !inside;
            }
        }

        return inside ? -1 : text.Length;
    }

    private static bool TryExpand(ReadOnlySpan<char> name, List<string> hosts)
    {
        int open = name.IndexOf('[');
        if (open < 0)
        {
            if (name.Length > 0)
            {
                hosts.Add(name.ToString());
            }

            return true;
        }

        int close = name.IndexOf(']');
        ReadOnlySpan<char> suffix = name[(close + 1)..];
        return !suffix.Contains('[') && TryExpand(name[..open], name[(open + 1)..close], suffix, hosts);
    }

    private static bool TryExpand(
        ReadOnlySpan<char> prefix, ReadOnlySpan<char> ranges, ReadOnlySpan<char> suffix, List<string> hosts)
    {
        foreach (Range part in ranges.Split(','))
        {
            ReadOnlySpan<char> range = ranges[part];
            int dash = range.IndexOf('-');
            ReadOnlySpan<char> from = dash < 0 ? range : range[..dash];
            ReadOnlySpan<char> to = dash < 0 ? range : range[(dash + 1)..];
            if (!TryReadNumber(from, out ulong first) || !TryReadNumber(to, out ulong last)
                || last < first || last - first >= (ulong)(MostHosts - hosts.Count))
            {
                return false;
            }

            for (ulong number = first; number <= last; number++)
            {
                hosts.Add($"{prefix}{HostName.Digits(number, from.Length)}{suffix}");
            }
        }

        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < long.MaxValue;
}
