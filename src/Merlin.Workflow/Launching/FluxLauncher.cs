namespace Merlin.Workflow.Launching;

/// <summary>The batch key <c>launcher</c>: what <c>$(LAUNCHER)</c> becomes under Flux.</summary>
public enum FluxLauncher
{
    /// <summary><c>merlin-launch</c> where the tasks find it, else <c>flux run</c>.</summary>
    Auto = 0,

    /// <summary><c>flux run</c>, or what it was called in the Flux at hand.</summary>
    FluxRun = 1,
}
