using Merlin.Workflow.Plan;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>A step of the study.</summary>
/// <remarks>
/// Numbers for the launcher are null both when the step does not give them and while they are still a token.
/// </remarks>
public sealed record StepSpec
{
    /// <summary>How many retries and restarts a step allows that does not say.</summary>
    public const int DefaultMaxRetries = 30;

    /// <summary>The queue of a step that does not say.</summary>
    public const string DefaultTaskQueue = "merlin";

    /// <summary>The step's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the step is for.</summary>
    public required string Description { get; init; }

    /// <summary>The script's body.</summary>
    public required string Cmd { get; init; }

    /// <summary>The script's body after a restart was asked for, or null.</summary>
    public string? Restart { get; init; }

    /// <summary>The steps that it waits for, as written: names, perhaps with a star.</summary>
    public IReadOnlyList<string> Depends { get; init; } = [];

    /// <summary>How many retries and restarts a task may ask for.</summary>
    public int MaxRetries { get; init; } = DefaultMaxRetries;

    /// <summary>Seconds before a retry, or null when the step does not say.</summary>
    public int? RetryDelaySeconds { get; init; }

    /// <summary>Seconds after which a running task is ended, or null for no limit.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>The signal that its running tasks get before their worker's end, or null for none.</summary>
    public StepSignal? Signal { get; init; }

    /// <summary>How a worker that owns a Flux instance starts its tasks.</summary>
    public TaskLaunch Launch { get; init; }

    /// <summary>What its tasks are started as.</summary>
    public TaskStart Start { get; init; }

    /// <summary>The queue, without tag.</summary>
    public string TaskQueue { get; init; } = DefaultTaskQueue;

    /// <summary>What stands after <c>#!</c> in the scripts.</summary>
    public string Shell { get; init; } = BatchSpec.DefaultShell;

    /// <summary>The effective batch type: the step's own, else that of the batch block.</summary>
    public string BatchType { get; init; } = BatchSpec.DefaultType;

    /// <summary>Whether the step itself gives <see cref="BatchType"/>.</summary>
    public bool HasOwnBatchType { get; init; }

    /// <summary>Nodes for the launcher.</summary>
    public int? Nodes { get; init; }

    /// <summary>Processes for the launcher.</summary>
    public int? Procs { get; init; }

    /// <summary>Cores per process.</summary>
    public int? CoresPerTask { get; init; }

    /// <summary>GPUs of the step.</summary>
    public int? Gpus { get; init; }

    /// <summary>GPUs per process.</summary>
    public int? GpusPerTask { get; init; }

    /// <summary>Processes per LSF resource set.</summary>
    public int? TasksPerResourceSet { get; init; }

    /// <summary>LSF resource sets per node.</summary>
    public int? ResourceSetsPerNode { get; init; }

    /// <summary>Cores per LSF resource set.</summary>
    public int? CpusPerResourceSet { get; init; }

    /// <summary>Number of LSF resource sets.</summary>
    public int? ResourceSets { get; init; }

    /// <summary>Time limit for the launcher, as text; see <see cref="Spec.Walltime"/>.</summary>
    public string? Walltime { get; init; }

    /// <summary>Verbatim options for <c>srun</c>.</summary>
    public string? SlurmOptions { get; init; }

    /// <summary>Verbatim options for <c>jsrun</c>.</summary>
    public string? LsfOptions { get; init; }

    /// <summary>Verbatim options for <c>flux run</c>.</summary>
    public string? FluxOptions { get; init; }

    /// <summary>LSF binding.</summary>
    public string? Bind { get; init; }

    /// <summary>LSF distribution of processes (<c>launch_distribution</c>).</summary>
    public string? LaunchDistribution { get; init; }

    /// <summary>LSF: 1 ends all processes when one fails.</summary>
    public int? ExitOnError { get; init; }

    /// <summary>Where the step is.</summary>
    public YamlMark Mark { get; init; }

    /// <summary>The step as it stands in the spec, for substituting parameters in all of it.</summary>
    public required YamlMapping Node { get; init; }

    /// <summary>Reads a step whose tokens of variables and parameters have all been filled in.</summary>
    /// <param name="step">The step's tree.</param>
    /// <param name="batch">The batch block, for what the step does not say.</param>
    /// <param name="file">The spec's file, for problems.</param>
    /// <exception cref="SpecException">A number is not one, or is still a token.</exception>
    public static StepSpec Read(YamlMapping step, BatchSpec batch, string file) =>
        new StepReader(step, batch, file, keepsTokens: false).Read();
}
