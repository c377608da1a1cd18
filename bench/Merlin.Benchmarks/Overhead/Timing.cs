namespace Merlin.Benchmarks.Overhead;

/// <summary>How long a contender took in a round.</summary>
/// <param name="Round">The round.</param>
/// <param name="Seconds">The time on the clock.</param>
internal sealed record Timing(int Round, double Seconds);
