using Merlin.Worker.Placement;

namespace Merlin.Worker.Tests.Placement;

/// <summary>A task of a test.</summary>
internal sealed class Wish(int number, TaskDemand demand)
{
    public int Number { get; } = number;

    public TaskDemand Demand { get; } = demand;

    public bool IsDropped { get; set; }
}
