namespace Merlin.Benchmarks.Scale;

/// <summary>What a simulated study has shown.</summary>
/// <param name="Options">What was simulated.</param>
/// <param name="Makespan">From submission to the study's end, in seconds.</param>
/// <param name="Ideal">The same if no core had ever been idle, in seconds.</param>
/// <param name="Tally">What the leaves have done.</param>
/// <param name="Root">What the broker has done.</param>
/// <param name="Agents">What each agent has done.</param>
internal sealed record ScaleResult(
    ScaleOptions Options, double Makespan, double Ideal, Tally Tally, HostStatistics Root, IReadOnlyList<HostStatistics> Agents);
