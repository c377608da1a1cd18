namespace Merlin.Workflow.Launching;

/// <summary>What the batch type of a step means for its scripts.</summary>
internal static class BatchType
{
    /// <summary>The batch type without a launcher.</summary>
    public const string Local = "local";

    /// <summary>The batch type whose launcher is Flux.</summary>
    public const string Flux = "flux";

    /// <summary>The launcher of a batch type.</summary>
    /// <exception cref="LauncherException">There is no such batch type, or none with a launcher.</exception>
    public static LauncherKind Launcher(string type) => type.ToUpperInvariant() switch
    {
        "LOCAL" => LauncherKind.None,
        "SLURM" or "LSF-SRUN" => LauncherKind.Srun,
        "FLUX" => LauncherKind.Flux,
        "LSF" => LauncherKind.Jsrun,
        _ => throw new LauncherException(
            $"batch type '{type}' has no launcher for steps; use local, slurm, flux, lsf or lsf-srun."),
    };

    /// <summary>Extension of the scripts of a batch type; <c>.slurm</c> for all that have a launcher.</summary>
    public static string ScriptExtension(LauncherKind launcher) => launcher == LauncherKind.None ? ".sh" : ".slurm.sh";
}
