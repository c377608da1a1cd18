using System.Text;

namespace Merlin.Flux;

/// <summary>Writes lists of hosts the way Flux does: neighbours with the same beginning share a pair of brackets.</summary>
internal static class HostListWriter
{
    public static string Write(IReadOnlyList<string> hosts)
    {
        var text = new StringBuilder();
        List<Run> runs = [];
        foreach (HostName host in hosts.Select(HostName.Of))
        {
            if (runs.Count > 0 && (host.Number is null || runs[0].Prefix != host.Prefix))
            {
                Flush(text, runs);
            }

            Add(text, runs, host);
        }

        Flush(text, runs);
        return text.ToString();
    }

    private static void Add(StringBuilder text, List<Run> runs, HostName host)
    {
        if (host.Number is not { } number)
        {
            Separate(text).Append(host.Prefix);
        }
        else if (runs.Count > 0 && runs[^1].Continues(number, host.Width))
        {
            runs[^1] = runs[^1] with { Last = number };
        }
        else
        {
            runs.Add(new Run(host.Prefix, number, number, host.Width));
        }
    }

    private static void Flush(StringBuilder text, List<Run> runs)
    {
        if (runs.Count == 0)
        {
            return;
        }

        Separate(text).Append(runs[0].Prefix);
        string numbers = string.Join(',', runs);
        text.Append(runs is [{ IsSingle: true }] ? numbers : $"[{numbers}]");
        runs.Clear();
    }

    private static StringBuilder Separate(StringBuilder text) => text.Length > 0 ? text.Append(',') : text;

    // Hosts with consecutive numbers that are written with the same least number of digits.
    private readonly record struct Run(string Prefix, ulong First, ulong Last, int Width)
    {
        public bool IsSingle => First == Last;

        public bool Continues(ulong number, int width) =>
            number == Last + 1 && HostName.Digits(number, Width).Length == width;

        public override string ToString() => IsSingle
            ? HostName.Digits(First, Width)
            : $"{HostName.Digits(First, Width)}-{HostName.Digits(Last, Width)}";
    }
}
