namespace Merlin.Benchmarks.Scale;

/// <summary>Bytes held half way through a study.</summary>
/// <param name="Root">By the broker's scheduler.</param>
/// <param name="Agent">By each agent, on average.</param>
/// <param name="All">By all, the simulated workers included.</param>
internal sealed record ScaleWeight(long Root, long Agent, long All);
