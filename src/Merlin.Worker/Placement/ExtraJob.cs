namespace Merlin.Worker.Placement;

/// <summary>A Flux job in the worker's instance for which no task's seat has room.</summary>
/// <param name="demand">What it holds.</param>
internal sealed class ExtraJob(in TaskDemand demand)
{
    /// <summary>What it holds.</summary>
    public TaskDemand Demand { get; } = demand;
}
