namespace Merlin.Benchmarks.Charts;

/// <summary>A point in the units of its chart's axes.</summary>
/// <param name="X">Along the chart.</param>
/// <param name="Y">Upwards.</param>
internal readonly record struct ChartPoint(double X, double Y);
