namespace Merlin.Workflow.Spec;

/// <summary>
/// The worker key <c>instance</c>: the shape of the Flux instances that an allocation is split into for the worker.
/// </summary>
/// <param name="Nodes">Nodes of each instance; null for as many as the largest step of the worker needs.</param>
/// <param name="Cores">Cores of each instance, of which a node then has several; null for whole nodes.</param>
/// <param name="Levels">
/// How many levels of instances: 1, or 2 with agents between; null when that depends on how many instances there are.
/// </param>
public sealed record InstanceSpec(int? Nodes, int? Cores, int? Levels)
{
    /// <summary>What <see cref="Levels"/> may be, for messages.</summary>
    public const string LevelsRule = "must be auto, 1 or 2";

    /// <summary>The instances of a worker that states nothing.</summary>
    public static InstanceSpec Default { get; } = new(null, null, null);
}
