using System.Globalization;

namespace Merlin.Cli.Reports;

/// <summary>How points in time are written.</summary>
internal static class TimeText
{
    /// <summary>For people and dumps: <c>2026-01-31 12:00:00</c>.</summary>
    public static string Of(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>For programs: ISO 8601 with milliseconds and offset.</summary>
    public static string Iso(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
