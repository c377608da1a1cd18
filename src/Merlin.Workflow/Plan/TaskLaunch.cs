namespace Merlin.Workflow.Plan;

/// <summary>How a worker that owns a Flux instance starts a task (<c>run: { launch: … }</c>).</summary>
public enum TaskLaunch
{
    /// <summary>By its shape: on one core or one node directly, otherwise as a Flux job.</summary>
    Auto = 0,

    /// <summary>As a process of the worker, on the worker's own node.</summary>
    Spawn = 1,

    /// <summary>As a process of the broker of any node of the instance.</summary>
    Rexec = 2,

    /// <summary>As a Flux job.</summary>
    Job = 3,
}
