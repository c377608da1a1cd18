using Merlin.Worker.Leases;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>Asks for the end of tasks that have begun, or for the warning before it.</summary>
/// <param name="Only">The task; null for all that run.</param>
/// <param name="Cause">Why.</param>
/// <param name="AtOnce">Whether without asking it first.</param>
/// <param name="OnlyWarns">Whether tasks whose step asks for a warning get that, and nothing else happens.</param>
internal readonly record struct RunnerCommand(TaskKey? Only, EndCause Cause, bool AtOnce, bool OnlyWarns)
{
    /// <summary>Whether only tasks are meant for which there is no room yet.</summary>
    public bool OnlyQueued { get; init; }

    /// <summary>Warns all running tasks whose step asks for it.</summary>
    public static RunnerCommand WarnAll => new(Only: null, EndCause.None, AtOnce: false, OnlyWarns: true);

    /// <summary>Ends a task that is not wanted any more.</summary>
    public static RunnerCommand Cancel(TaskKey task) => new(task, EndCause.Cancelled, AtOnce: false, OnlyWarns: false);

    /// <summary>Takes back the tasks for which there is no room yet, so that they run elsewhere.</summary>
    public static RunnerCommand TakeBackQueued =>
        new(Only: null, EndCause.WorkerStops, AtOnce: false, OnlyWarns: false) { OnlyQueued = true };

    /// <summary>Ends all running tasks because the worker leaves.</summary>
    public static RunnerCommand EndAll(bool atOnce) => new(Only: null, EndCause.WorkerStops, atOnce, OnlyWarns: false);
}
