using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Plan;

/// <summary>A step with one combination of parameters filled in: one task array.</summary>
public sealed record PlanNode
{
    internal const long DefaultCount = 1;
    internal const int DefaultMaxRetries = 30;

    /// <summary>The node's name: <c>step</c> or <c>step_LABEL1.LABEL2</c>, not sanitised.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the step that it comes from.</summary>
    public required string Step { get; init; }

    /// <summary>Path of the node's workspace relative to the study's: <c>step</c> or <c>step/LABEL1.LABEL2</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>Base name of scripts and output files, without extension.</summary>
    public required string ScriptBase { get; init; }

    /// <summary>Extension of the scripts: <c>.sh</c>, or <c>.slurm.sh</c> for batch types with a launcher.</summary>
    public required string ScriptExtension { get; init; }

    /// <summary>What stands after <c>#!</c> in the scripts.</summary>
    public required string Shell { get; init; }

    /// <summary>The script's body; only tokens that a worker fills in per task are left.</summary>
    public required string Command { get; init; }

    /// <summary>The body used after a restart was asked for, or null.</summary>
    public string? RestartCommand { get; init; }

    /// <summary>Whether there is one task for each sample; otherwise there is one task.</summary>
    public bool Sampled { get; init; }

    /// <summary>How many tasks the node has.</summary>
    public long Count { get; init; } = DefaultCount;

    /// <summary>The queue, without tag.</summary>
    public required string Queue { get; init; }

    /// <summary>How many retries and restarts a task may ask for.</summary>
    public int MaxRetries { get; init; } = DefaultMaxRetries;

    /// <summary>Seconds before a retry, or null when the step does not say.</summary>
    public int? RetryDelaySeconds { get; init; }

    /// <summary>Seconds after which a running task is ended, or null for no limit.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>The step's <c>walltime</c> in seconds, or null when it states none: a hint for planning, not a limit.</summary>
    public long? WalltimeSeconds { get; init; }

    /// <summary>What one running task of the node holds.</summary>
    public PlanResources Resources { get; init => field = value ?? PlanResources.OneCore; } = PlanResources.OneCore;

    /// <summary>How a worker that owns a Flux instance starts the node's tasks.</summary>
    public TaskLaunch Launch { get; init; }

    /// <summary>What the node's tasks are started as.</summary>
    public TaskStart Start { get; init; }

    /// <summary>
    /// Whether the script starts its processes by a launcher, so that these hold the node's resources and the script
    /// itself holds none.
    /// </summary>
    public bool UsesLauncher { get; init; }

    /// <summary>The signal that running tasks get before their worker's end, or null for none.</summary>
    public StepSignal? Signal { get; init; }

    /// <summary>Whether every task keeps a <c>MERLIN_STATUS.json</c>.</summary>
    public bool StatusFiles { get; init; }

    /// <summary>What the node's tasks wait for.</summary>
    public IReadOnlyList<PlanDependency> Dependencies { get; init; } = [];

    /// <summary>
    /// Places of the packed nodes whose kept files are restored as directories before a task of this one begins, since its
    /// commands name the samples' paths.
    /// </summary>
    public IReadOnlyList<int> Unpacks { get; init; } = [];

    /// <summary>Parameters whose plain token occurs in the step's <c>cmd</c>, with their values as JSON texts; null for none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? CommandParameters { get; init; }

    /// <summary>The same for <c>restart</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? RestartParameters { get; init; }

    /// <summary>Why no script can be written for this node (each of its tasks raises with this text), or null.</summary>
    public string? Defect { get; init; }
}
