namespace Merlin.Benchmarks.Charts;

/// <summary>One bar of a bar chart, with the range in which the repetitions were.</summary>
/// <param name="Name">What stands before the bar.</param>
/// <param name="Value">How long it is.</param>
/// <param name="Least">The least of the repetitions.</param>
/// <param name="Most">The most of the repetitions.</param>
/// <param name="Color">Its color, a CSS word.</param>
internal sealed record ChartBar(string Name, double Value, double Least, double Most, string Color);
