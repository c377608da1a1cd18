using System.Globalization;

namespace Merlin.Broker.Scheduling;

/// <summary>How counts and times are said in explanations.</summary>
internal static class Words
{
    public static string Tasks(long count) => count == 1 ? "1 task" : $"{Number(count)} tasks";

    public static string Are(long count) => count == 1 ? "is" : "are";

    public static string Run(long count) => count == 1 ? "runs" : "run";

    public static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);

    public static string Time(Instant instant) =>
        instant.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A span in the unit that fits it.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalHours: >= 2 } => $"{span.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} hours",
        { TotalMinutes: >= 2 } => $"{span.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture)} minutes",
        _ => $"{span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} seconds",
    };

    /// <summary>Some names in quotes; the rest of many as a number.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        const int most = 8;
        string said = string.Join(", ", names.Take(most).Select(name => $"'{name}'"));
        return names.Count <= most ? said : $"{said} and {Number(names.Count - most)} more";
    }
}
