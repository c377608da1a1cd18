namespace Merlin.Flux;

/// <summary>What a job needs: slots of cores and gpus, spread over nodes where that matters (RFC 25).</summary>
public sealed record JobResources
{
    /// <summary>On how many nodes; null for wherever the slots fit.</summary>
    public int? Nodes { get; init; }

    /// <summary>Whether the nodes are the job's alone; counts only with <see cref="Nodes"/>.</summary>
    public bool ExclusiveNodes { get; init; }

    /// <summary>How many slots: on each node when there are <see cref="Nodes"/>, else in all. 1 by default.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>How many cores a slot has; 1 by default.</summary>
    public int CoresPerSlot { get; init; } = 1;

    /// <summary>How many gpus a slot has; none by default.</summary>
    public int GpusPerSlot { get; init; }
}
