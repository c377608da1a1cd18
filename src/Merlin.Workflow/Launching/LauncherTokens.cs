namespace Merlin.Workflow.Launching;

/// <summary>The launcher tokens, and the shell variables that go with the second.</summary>
internal static class LauncherTokens
{
    /// <summary>A launcher with the step's own numbers.</summary>
    public const string Launcher = "$(LAUNCHER)";

    /// <summary>A launcher whose numbers are shell variables, so that the script may choose them.</summary>
    public const string VariableLauncher = "$(VLAUNCHER)";

    /// <summary>The variable for nodes.</summary>
    public const string Nodes = "MERLIN_NODES";

    /// <summary>The variable for processes.</summary>
    public const string Procs = "MERLIN_PROCS";

    /// <summary>The variable for cores per process.</summary>
    public const string Cores = "MERLIN_CORES";

    /// <summary>The variable for GPUs.</summary>
    public const string Gpus = "MERLIN_GPUS";
}
