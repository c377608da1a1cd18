using Merlin.Workflow.Plan;

namespace Merlin.Workflow.Spec;

/// <summary>The step key <c>launch</c>: how a worker that owns a Flux instance starts the step's tasks.</summary>
internal static class StepLaunch
{
    /// <summary>What it must be, for messages.</summary>
    public const string Rule = "must be auto, spawn, rexec or job";

    /// <summary>Reads it.</summary>
    /// <returns>The way; null when the text is none.</returns>
    public static TaskLaunch? Parse(string text) => text switch
    {
        "auto" => TaskLaunch.Auto,
        "spawn" => TaskLaunch.Spawn,
        "rexec" => TaskLaunch.Rexec,
        "job" => TaskLaunch.Job,
        _ => null,
    };
}
