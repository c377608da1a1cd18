using System.Globalization;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Launching;

/// <summary>What a step asks of its launcher. Counts are texts, since a shell variable may stand for one.</summary>
internal sealed record LauncherRequest
{
    /// <summary>The launcher.</summary>
    public required LauncherKind Kind { get; init; }

    /// <summary>What Flux's launcher is called.</summary>
    public string FluxCommand { get; init; } = Launching.FluxCommand.Run;

    /// <summary>Nodes.</summary>
    public string? Nodes { get; init; }

    /// <summary>Processes.</summary>
    public string? Procs { get; init; }

    /// <summary>Cores per process.</summary>
    public string? Cores { get; init; }

    /// <summary>GPUs per process.</summary>
    public string? Gpus { get; init; }

    /// <summary>Time limit as the user wrote it.</summary>
    public string? Walltime { get; init; }

    /// <summary>Options that the user wrote for this launcher.</summary>
    public string? Verbatim { get; init; }

    /// <summary><c>jsrun</c>: binding.</summary>
    public string Bind { get; init; } = "rs";

    /// <summary><c>jsrun</c>: distribution of processes, or null for whatever the counts give.</summary>
    public string? Distribution { get; init; }

    /// <summary><c>jsrun</c>: whether the end of one process in error ends all.</summary>
    public int ExitOnError { get; init; } = 1;

    /// <summary><c>jsrun</c>: number of resource sets, where it is not that of nodes.</summary>
    public string? ResourceSets { get; init; }

    /// <summary>The request that a step's keys make.</summary>
    public static LauncherRequest Of(StepSpec step, LauncherKind kind, string fluxCommand) => new()
    {
        Kind = kind,
        FluxCommand = fluxCommand,
        Nodes = Text(step.Nodes),
        Procs = Text(step.Procs),
        Cores = Text(step.CoresPerTask),
        Gpus = Text(step.GpusPerTask),
        Walltime = step.Walltime,
        Verbatim = kind switch
        {
            LauncherKind.Srun => step.SlurmOptions,
            LauncherKind.Flux => step.FluxOptions,
            _ => step.LsfOptions,
        },
        Bind = step.Bind ?? "rs",
        Distribution = step.LaunchDistribution,
        ExitOnError = step.ExitOnError ?? 1,
        ResourceSets = Text(step.ResourceSets),
    };

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
