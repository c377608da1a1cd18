namespace Merlin.Worker.Tree.Planning;

/// <summary>A worker of a spec, as far as it shapes the tree of instances.</summary>
public sealed record TreeWorker
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The queues on the broker that it serves.</summary>
    public required IReadOnlyList<string> Queues { get; init; }

    /// <summary>The steps that it serves.</summary>
    public IReadOnlyList<TreeStep> Steps { get; init; } = [];

    /// <summary>Options of its worker program, as one text; empty for none.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>How many tasks run at once on each of its instances by its own word, or null for what fits.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How many nodes are its alone; null when it shares with others what these leave.</summary>
    public int? Nodes { get; init; }

    /// <summary>Nodes of each instance; null for as many as its largest step needs.</summary>
    public int? InstanceNodes { get; init; }

    /// <summary>Cores of each instance; null for all that the worker has of a node.</summary>
    public int? InstanceCores { get; init; }

    /// <summary>How many levels of instances, 1 or 2; null for as many as their number asks for.</summary>
    public int? Levels { get; init; }

    /// <summary>Whether one of its steps uses GPUs.</summary>
    public bool UsesGpus => Steps.Any(static step => step.Shape.GpusPerProc > 0);

    /// <summary>How many nodes each of its instances has.</summary>
    public int NodesOfInstance =>
        InstanceNodes ?? Steps.Select(static step => step.Shape.Nodes).Append(1).Max();
}
