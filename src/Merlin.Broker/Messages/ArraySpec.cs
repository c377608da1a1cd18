namespace Merlin.Broker.Messages;

/// <summary>One task array of a submission.</summary>
/// <param name="Name">The node's name; shown in status.</param>
/// <param name="Queue">The queue that its tasks wait in.</param>
/// <param name="Count">How many tasks it has, at least 1.</param>
/// <param name="Urgency">0 to 31 as in Flux: 16 is the default, 0 holds it, 31 comes first.</param>
/// <param name="MaxRetries">How many retries and restarts a task may ask for.</param>
/// <param name="RetryDelay">How long a task waits before such an attempt.</param>
/// <param name="Dependencies">What its tasks wait for.</param>
public sealed record ArraySpec(
    string Name,
    string Queue,
    long Count,
    int Urgency,
    int MaxRetries,
    TimeSpan RetryDelay,
    IReadOnlyList<ArrayDependency> Dependencies)
{
    /// <summary>The step that the node is of; several nodes of a step differ by their parameters.</summary>
    public string Step { get; init; } = "";

    /// <summary>How long one task may take at most by the spec's word, or null; a hint for planning.</summary>
    public TimeSpan? Walltime { get; init; }

    /// <summary>Whether there is one task for each sample, so that more can be added later.</summary>
    public bool Sampled { get; init; }

    /// <summary>What one running task holds.</summary>
    public ResourceShape Shape { get; init; } = ResourceShape.OneCore;
}
