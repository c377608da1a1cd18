namespace Merlin.Workflow.Launching;

/// <summary>The program that starts the processes of a step.</summary>
internal enum LauncherKind
{
    /// <summary>None: launcher tokens stay as they are.</summary>
    None = 0,

    /// <summary><c>srun</c>.</summary>
    Srun = 1,

    /// <summary><c>flux run</c> or what it was called in the Flux at hand.</summary>
    Flux = 2,

    /// <summary><c>jsrun</c>.</summary>
    Jsrun = 3,
}
