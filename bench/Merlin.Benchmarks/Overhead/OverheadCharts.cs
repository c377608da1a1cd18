using System.Globalization;
using Merlin.Benchmarks.Charts;

namespace Merlin.Benchmarks.Overhead;

/// <summary>Draws runs.</summary>
internal static class OverheadCharts
{
    private const string Unit = "overhead per task, ms (logarithmic)";

    /// <summary>All systems of a run, in memory, the least overhead first.</summary>
    public static string Systems(OverheadRun run, string title)
    {
        IEnumerable<ChartBar> bars = run.Contenders
            .Where(contender => contender.Place == Contender.Memory && run.OverheadsOf(contender).All(overhead => overhead > 0))
            .OrderBy(run.OverheadOf)
            .Select(contender => Bar(run, contender));
        return new BarChart(title, Unit, [.. bars]).ToSvg();
    }

    /// <summary>What the programs of this repository cost from run to run.</summary>
    public static string History(IReadOnlyList<OverheadRun> runs, string title)
    {
        ChartAxis along = ChartAxis.Named("run", [.. runs.Select(NameOf)]);
        ChartSeries[] series = [.. runs
            .SelectMany(run => run.Contenders)
            .Where(contender => contender.Place == Contender.Memory && (contender.IsMerlin || contender.IsFloor))
            .DistinctBy(contender => contender.Name)
            .Select(contender => new ChartSeries(contender.Title, PointsOf(runs, contender.Name)))];
        ChartAxis upwards = ChartAxis.Logarithmic(Unit, series.SelectMany(one => one.Points).Select(point => point.Y));
        return new LineChart(title, along, upwards, series).ToSvg();
    }

    private static ChartBar Bar(OverheadRun run, Contender contender)
    {
        double[] overheads = [.. run.OverheadsOf(contender)];
        string color = contender.IsMerlin ? ChartColors.Blue : contender.IsFloor ? ChartColors.Grey : ChartColors.Orange;
        return new ChartBar(contender.Title, Medians.Of(overheads), overheads.Min(), overheads.Max(), color);
    }

    private static ChartPoint[] PointsOf(IReadOnlyList<OverheadRun> runs, string name) =>
        [.. runs
            .Select((run, number) => (number, run, contender: run.Find(name)))
            .Where(one => one.contender is not null)
            .Select(one => new ChartPoint(one.number, one.run.OverheadOf(one.contender!)))];

    private static string NameOf(OverheadRun run) =>
        run.Date.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}
