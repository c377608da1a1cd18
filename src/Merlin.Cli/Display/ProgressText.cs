using System.Globalization;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Display;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    /// <summary>All that is worth telling: <c>120/500 done (24.0%), 3 failed, 8 running, 41.5 tasks/s, about 09s left</c>.</summary>
    public static string Of(StepProgress progress)
    {
        List<string> parts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{progress.Done}/{progress.Total} done ({progress.Percent:0.0}%)"),
        ];
        if (progress.Failed > 0)
        {
            parts.Add(Failed(progress));
        }

        if (progress.Running > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{progress.Running} running"));
        }

        if (progress.Rate > 0)
        {
            parts.Add(Rate(progress.Rate));
        }

        if (Left(progress) is { Length: > 0 } left)
        {
            parts.Add($"about {left} left");
        }

        return string.Join(", ", parts);
    }

    /// <summary>A number of things: <c>1 task</c>, <c>2 tasks</c>.</summary>
    public static string Count(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");

    /// <summary>How many tasks did not end well.</summary>
    public static string Failed(StepProgress progress) =>
        string.Create(CultureInfo.InvariantCulture, $"{progress.Failed} failed");

    /// <summary>A rate with three or so digits.</summary>
    public static string Rate(double perSecond) => perSecond >= 100
        ? string.Create(CultureInfo.InvariantCulture, $"{perSecond:0} tasks/s")
        : string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.0#} tasks/s");

    /// <summary>The time left, or nothing when nobody can tell.</summary>
    public static string Left(StepProgress progress) =>
        progress.Left is { } left ? Durations.Short(left.TotalSeconds) : string.Empty;
}
