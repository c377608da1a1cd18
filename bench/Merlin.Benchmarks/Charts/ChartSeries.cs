namespace Merlin.Benchmarks.Charts;

/// <summary>What one line of a chart shows.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Points">The points, in the order in which they are joined.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points);
