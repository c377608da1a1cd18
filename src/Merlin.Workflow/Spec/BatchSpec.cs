using Merlin.Workflow.Launching;

namespace Merlin.Workflow.Spec;

/// <summary>The <c>batch</c> block: the launcher's type and how workers are started.</summary>
public sealed record BatchSpec
{
    /// <summary>What <c>#!</c> names when neither step nor batch block says.</summary>
    public const string DefaultShell = "/bin/bash";

    /// <summary>The batch type of a spec that does not say.</summary>
    public const string DefaultType = "local";

    /// <summary>The batch block of a spec without one.</summary>
    public static BatchSpec Default { get; } = new();

    /// <summary>The launcher's type as written; an unknown one makes every step raise.</summary>
    public string Type { get; init; } = DefaultType;

    /// <summary>The default shell of every step.</summary>
    public string Shell { get; init; } = DefaultShell;

    /// <summary>Whether scripts are written but not run.</summary>
    public bool DryRun { get; init; }

    /// <summary>The bank that worker jobs are charged to.</summary>
    public string? Bank { get; init; }

    /// <summary>The batch system's queue for worker jobs.</summary>
    public string? Queue { get; init; }

    /// <summary>Nodes for worker jobs, as text; <c>all</c> means the whole allocation.</summary>
    public string? Nodes { get; init; }

    /// <summary>Time limit of worker jobs, as text; see <see cref="Walltime"/>.</summary>
    public string? Walltime { get; init; }

    /// <summary>Text before the worker's launch command.</summary>
    public string? LaunchPre { get; init; }

    /// <summary>Arguments added to the worker's launch command.</summary>
    public string? LaunchArgs { get; init; }

    /// <summary>The launch command that replaces the one made from the batch type.</summary>
    public string? WorkerLaunch { get; init; }

    /// <summary>Directory of the flux program.</summary>
    public string? FluxPath { get; init; }

    /// <summary>Options of <c>flux start</c>.</summary>
    public string? FluxStartOptions { get; init; }

    /// <summary>What replaces <c>flux exec</c>.</summary>
    public string? FluxExec { get; init; }

    /// <summary>Whether workers are started on every node through <c>flux exec</c>.</summary>
    public bool FluxExecWorkers { get; init; } = true;

    /// <summary>What <c>$(LAUNCHER)</c> becomes under Flux.</summary>
    public FluxLauncher Launcher { get; init; }
}
