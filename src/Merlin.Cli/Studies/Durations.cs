using System.Globalization;
using System.Text.RegularExpressions;

namespace Merlin.Cli.Studies;

/// <summary>The two ways in which durations are written.</summary>
internal static partial class Durations
{
    /// <summary>What stands for the time of something that never ran.</summary>
    public const string None = "--:--:--";

    /// <summary>Whole seconds with every unit: <c>0d:00h:00m:05s</c>.</summary>
    public static string Full(TimeSpan? duration) => duration is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Days}d:{time.Hours:00}h:{time.Minutes:00}m:{time.Seconds:00}s")
        : None;

    /// <summary>Rounded to seconds and without the units that are zero: <c>19h:44m:28s</c>, <c>34m</c>, <c>00s</c>.</summary>
    public static string Short(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Round(seconds, MidpointRounding.ToEven));
        (int Number, char Unit)[] parts = [(time.Days, 'd'), (time.Hours, 'h'), (time.Minutes, 'm'), (time.Seconds, 's')];
        string text = string.Join(':', parts.Where(static part => part.Number > 0)
            .Select(static part => string.Create(CultureInfo.InvariantCulture, $"{part.Number:00}{part.Unit}")));
        return text.Length == 0 ? "00s" : text;
    }

    /// <summary>Reads what <see cref="Full"/> wrote; null for <see cref="None"/> and for anything else.</summary>
    public static TimeSpan? Parse(string? text)
    {
        Match match = FullPattern().Match(text ?? string.Empty);
        return match.Success
            ? new TimeSpan(Number(match, "d"), Number(match, "h"), Number(match, "m"), Number(match, "s"))
            : null;
    }

    private static int Number(Match match, string unit) =>
        int.Parse(match.Groups[unit].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A(?<d>\d{1,6})d:(?<h>\d\d)h:(?<m>\d\d)m:(?<s>\d\d)s\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FullPattern();
}
