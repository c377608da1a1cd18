using System.Globalization;

namespace Merlin.Workflow.Yaml;

/// <summary>A date with a time of day, as YAML 1.1 reads one from a plain scalar.</summary>
/// <param name="Local">Date and time as written, to the microsecond.</param>
/// <param name="Offset">Distance from UTC, or null when none is written.</param>
public readonly record struct YamlTimestamp(DateTime Local, TimeSpan? Offset)
{
    /// <summary>The form that Python's <c>str</c> gives: <c>2001-12-14 21:59:43.100000-05:00</c>.</summary>
    public override string ToString()
    {
        string fraction = Local.Ticks % TimeSpan.TicksPerSecond == 0 ? "" : ".ffffff";
        string text = Local.ToString("yyyy-MM-dd HH:mm:ss" + fraction, CultureInfo.InvariantCulture);
        return Offset is { } offset
            ? $"{text}{(offset < TimeSpan.Zero ? '-' : '+')}{offset.ToString("hh\\:mm", CultureInfo.InvariantCulture)}"
            : text;
    }
}
