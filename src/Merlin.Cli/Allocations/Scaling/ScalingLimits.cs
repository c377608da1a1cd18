namespace Merlin.Cli.Allocations.Scaling;

/// <summary>How many allocations there may be.</summary>
/// <param name="Least">So many are kept even without work.</param>
/// <param name="Most">Never more than so many.</param>
/// <param name="TasksPerAllocation">How many tasks one is taken to run at a time, until running ones show it.</param>
internal sealed record ScalingLimits(int Least, int Most, int TasksPerAllocation);
