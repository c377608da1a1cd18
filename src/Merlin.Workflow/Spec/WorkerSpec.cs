namespace Merlin.Workflow.Spec;

/// <summary>An entry of <c>merlin.resources.workers</c>.</summary>
public sealed record WorkerSpec
{
    /// <summary>The entry in <see cref="Steps"/> that stands for every step.</summary>
    public const string AllSteps = "all";

    /// <summary>The worker's name.</summary>
    public required string Name { get; init; }

    /// <summary>Options for the worker program, as one text; empty for none.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>Names of the steps that it serves, or <see cref="AllSteps"/>.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [AllSteps];

    /// <summary>On how many nodes it starts, as text, or null when the batch block says.</summary>
    public string? Nodes { get; init; }

    /// <summary>The batch block that replaces the spec's for this worker, or null.</summary>
    public BatchSpec? Batch { get; init; }

    /// <summary>The shape of its Flux instances.</summary>
    public InstanceSpec Instance { get; init; } = InstanceSpec.Default;

    /// <summary>Parts of host names where it may start; empty for everywhere.</summary>
    public IReadOnlyList<string> Machines { get; init; } = [];
}
