using Merlin.Worker.Instances;

namespace Merlin.Worker.Placement;

/// <summary>A node of the instance: what of it is held.</summary>
/// <param name="node">What the instance owns of it.</param>
internal sealed class NodeBook(InstanceNode node)
{
    /// <summary>What the instance owns of it.</summary>
    public InstanceNode Node { get; } = node;

    /// <summary>Its cores.</summary>
    public Units Cores { get; } = new(node.Cores);

    /// <summary>Its GPUs.</summary>
    public Units Gpus { get; } = new(node.Gpus);

    /// <summary>Whether it may be used; see <see cref="CoreBook.UseNodes"/>.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>Whether a task fits beside those that run.</summary>
    public bool HasRoom(in TaskDemand demand) => IsUp && Cores.Free >= demand.Cores && Gpus.Free >= demand.Gpus;

    /// <summary>Whether a task would fit if nothing ran.</summary>
    public bool CouldHold(in TaskDemand demand) => IsUp && Cores.Count >= demand.Cores && Gpus.Count >= demand.Gpus;
}
