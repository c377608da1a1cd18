namespace Merlin.Benchmarks.Allocations;

/// <summary>
/// Marks a benchmark of something that happens for every task, message or commit: what it may allocate is written down.
/// The method takes nothing, returns nothing or an <see cref="int"/>, and allocates on its own thread only.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HotAttribute : Attribute
{
    /// <summary>How many operations come before the measured ones. Default: 300.</summary>
    public int WarmUp { get; init; } = 300;

    /// <summary>How many operations are measured. Default: 1000.</summary>
    public int Operations { get; init; } = 1000;
}
