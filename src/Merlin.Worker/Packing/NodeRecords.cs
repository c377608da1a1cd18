namespace Merlin.Worker.Packing;

/// <summary>What the packs tell of a node's tasks, as far as a worker needs it.</summary>
internal sealed class NodeRecords
{
    /// <summary>The tasks that have succeeded.</summary>
    public IndexBits Succeeded { get; } = new();

    /// <summary>The latest records of the tasks that have not; what these left behind is there when the task begins again.</summary>
    public Dictionary<long, LocatedEntry> Unfinished { get; } = [];
}
