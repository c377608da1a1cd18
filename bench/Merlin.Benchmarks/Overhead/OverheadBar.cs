using System.Globalization;

namespace Merlin.Benchmarks.Overhead;

/// <summary>A bar that a figure is to stay below.</summary>
/// <param name="Name">What the figure is.</param>
/// <param name="Most">The most that it may be.</param>
/// <param name="Seen">What it was; null when it was not measured.</param>
internal sealed record OverheadBar(string Name, double Most, double? Seen)
{
    /// <summary>The most that the figure may be, as text.</summary>
    public string Target => Invariant($"at most {Most:0.##}");

    /// <summary>What the figure was, as text.</summary>
    public string SeenText => Seen is { } seen ? Invariant($"{seen:0.###}") : "-";

    /// <summary>Whether the bar was met, in words.</summary>
    public string Verdict => Seen is not { } seen ? "not measured" : seen <= Most ? "met" : "not met";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
