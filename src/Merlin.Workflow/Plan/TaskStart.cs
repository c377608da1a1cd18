namespace Merlin.Workflow.Plan;

/// <summary>What a task is started as.</summary>
public enum TaskStart
{
    /// <summary>A process of its own, which runs its script.</summary>
    Process = 0,

    /// <summary>A subshell of a bash that the worker keeps alive (<c>run: { shell_server: true }</c>).</summary>
    ShellServer = 1,

    /// <summary>A line to a simulation that the worker keeps alive (<c>run: { serve: true }</c>).</summary>
    Serve = 2,
}
