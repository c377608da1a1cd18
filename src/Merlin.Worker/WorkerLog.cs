using Merlin.Broker;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker;

/// <summary>Everything that a worker says in a log. Event ids are 3000 to 3999, each used once.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(3001, LogLevel.Debug, "Worker {Name} runs up to {Slots} tasks at a time; ended processes are seen by {Means}.")]
    internal static partial void Begins(ILogger logger, string name, int slots, string means);

    [LoggerMessage(3002, LogLevel.Debug, "Worker {Name} leaves: {Reason}.")]
    internal static partial void Leaves(ILogger logger, string name, string reason);

    [LoggerMessage(3003, LogLevel.Warning,
        "Tasks get the limit of {Current} open files and not the {Original} that you have set: the worker itself needs " +
        "{Needed} for {Slots} tasks. Raise 'ulimit -n' or run fewer tasks at a time.")]
    internal static partial void KeepsFileLimit(ILogger logger, ulong current, ulong original, ulong needed, int slots);

    [LoggerMessage(3004, LogLevel.Warning,
        "There is no line to the broker ({Reason}). What runs goes on, and the worker attaches as soon as the broker is there.")]
    internal static partial void LineLost(ILogger logger, string reason);

    [LoggerMessage(3005, LogLevel.Warning, "The broker did not acknowledge the last reports in time; their tasks may run again.")]
    internal static partial void NotAcknowledged(ILogger logger);

    [LoggerMessage(3006, LogLevel.Warning,
        "The guardian, the process that ends the tasks if this one is killed, has died; another takes its place.")]
    internal static partial void GuardianLost(ILogger logger);

    [LoggerMessage(3007, LogLevel.Warning,
        "No other guardian can be started ({Reason}); until one can, tasks live on if this process is killed with SIGKILL.")]
    internal static partial void NoGuardian(ILogger logger, string reason);

    [LoggerMessage(3008, LogLevel.Warning,
        "The broker has not answered for too long: no more tasks are started until it does. What runs goes on, and is reported then.")]
    internal static partial void CutOff(ILogger logger);

    [LoggerMessage(3031, LogLevel.Information, "The broker answers again: tasks are started as before.")]
    internal static partial void GoesOn(ILogger logger);

    [LoggerMessage(3009, LogLevel.Error,
        "The broker does not take this worker: {Reason} What runs here ends by itself, but cannot be reported.")]
    internal static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(3025, LogLevel.Error, "The plan of {Study} cannot be opened here: {Reason} Its tasks are left to other workers.")]
    internal static partial void ForeignPlan(ILogger logger, StudyId study, string reason);

    [LoggerMessage(3026, LogLevel.Warning, "The broker does not give the plan of {Study}: {Reason} Its tasks are given back.")]
    internal static partial void PlanRefused(ILogger logger, StudyId study, string reason);

    [LoggerMessage(3028, LogLevel.Information, "Worker {Name} comes to an end: {Reason}.")]
    internal static partial void Drains(ILogger logger, string name, string reason);

    [LoggerMessage(3029, LogLevel.Warning, "{Directory}: did not end before the worker's time was over; it runs again elsewhere.")]
    internal static partial void HandedBack(ILogger logger, string directory);

    [LoggerMessage(3053, LogLevel.Debug, "{Directory}: had not begun; it is given back and runs elsewhere.")]
    internal static partial void TakenBack(ILogger logger, string directory);

    [LoggerMessage(3030, LogLevel.Information,
        "{Directory}: another copy of this task runs here; it is waited for, and this one runs only if that one does not finish.")]
    internal static partial void Busy(ILogger logger, string directory);

    [LoggerMessage(3032, LogLevel.Warning,
        "Tasks are not bound to cores {Cores} that Flux has given them: {Reason}. They run wherever the system lets them.")]
    internal static partial void NotBound(ILogger logger, string cores, string reason);

    [LoggerMessage(3033, LogLevel.Warning,
        "Flux does not take a placeholder job ({Reason}), so steps that become Flux jobs wait until no other tasks run.")]
    internal static partial void NoPlaceholder(ILogger logger, string reason);

    [LoggerMessage(3034, LogLevel.Warning,
        "Nodes of this worker's instance may not be used now: {Nodes}. It goes on with the others.")]
    internal static partial void NodesLost(ILogger logger, string nodes);

    [LoggerMessage(3035, LogLevel.Information, "All nodes of this worker's instance may be used again.")]
    internal static partial void NodesBack(ILogger logger);

    [LoggerMessage(3036, LogLevel.Error,
        "The Flux instance of this worker is lost: {Reason} Its tasks are given back.")]
    internal static partial void InstanceLost(ILogger logger, string reason);

    [LoggerMessage(3037, LogLevel.Warning,
        "Some processes of the lost instance could not be ended. Look for them on its hosts.")]
    internal static partial void Stranded(ILogger logger);

    [LoggerMessage(3050, LogLevel.Warning,
        "Flux does not tell what happens to the nodes of this worker's instance ({Reason}): tasks that need nodes that are down wait for them.")]
    internal static partial void NoNodeChanges(ILogger logger, string reason);

    [LoggerMessage(3051, LogLevel.Warning,
        "Flux did not answer in time when {Count} placeholder job(s) were to end. See 'flux jobs'; those named merlin-placeholder can be cancelled.")]
    internal static partial void PlaceholdersLeft(ILogger logger, int count);

    [LoggerMessage(3052, LogLevel.Warning, "Job {Job} of a worker of this instance that was killed is cancelled.")]
    internal static partial void LeftOver(ILogger logger, string job);

    [LoggerMessage(3010, LogLevel.Debug, "{Directory}: skipped, it has finished before.")]
    internal static partial void Skipped(ILogger logger, string directory);

    [LoggerMessage(3011, LogLevel.Warning, "{Directory}: the step asked for a soft failure; what depends on it goes on.")]
    internal static partial void SoftFailed(ILogger logger, string directory);

    [LoggerMessage(3012, LogLevel.Warning,
        "{Directory}: unrecognized return code {Code}; treated as a soft failure. See {ErrorFile}.")]
    internal static partial void UnknownCode(ILogger logger, string directory, int code, string errorFile);

    [LoggerMessage(3013, LogLevel.Error, "{Directory}: the step asked for a hard failure; the study stops.")]
    internal static partial void HardFailed(ILogger logger, string directory);

    [LoggerMessage(3014, LogLevel.Error, "{Directory}: Exception raised by request from the user.")]
    internal static partial void Raised(ILogger logger, string directory);

    [LoggerMessage(3015, LogLevel.Warning, "{Directory}: the step asked to stop the workers.")]
    internal static partial void StopsWorkers(ILogger logger, string directory);

    [LoggerMessage(3016, LogLevel.Warning,
        "{Directory}: the step asked for another attempt after its max_retries of {MaxRetries}; treated as a soft failure.")]
    internal static partial void RetriesExhausted(ILogger logger, string directory, int maxRetries);

    [LoggerMessage(3017, LogLevel.Warning, "{Directory}: ended after its timeout of {Seconds} seconds.")]
    internal static partial void TimedOut(ILogger logger, string directory, double seconds);

    [LoggerMessage(3018, LogLevel.Debug, "{Directory}: the step asked for another attempt ({Outcome}).")]
    internal static partial void TriesAgain(ILogger logger, string directory, TaskOutcome outcome);

    [LoggerMessage(3019, LogLevel.Warning, "{Directory}: {Complaint}")]
    internal static partial void Complaint(ILogger logger, string directory, string complaint);

    [LoggerMessage(3020, LogLevel.Error, "{Directory}: cannot be run: {Reason}")]
    internal static partial void NotStartable(ILogger logger, string directory, string reason);

    [LoggerMessage(3021, LogLevel.Warning, "{Directory}: could not be started (attempt {Attempt}): {Reason}")]
    internal static partial void StartFailed(ILogger logger, string directory, int attempt, string reason);

    [LoggerMessage(3022, LogLevel.Error, "{Directory}: {Reason}")]
    internal static partial void NotKept(ILogger logger, string directory, string reason);

    [LoggerMessage(3023, LogLevel.Warning, "{Directory}: MERLIN_STATUS.json could not be written ({Reason}).")]
    internal static partial void NoStatus(ILogger logger, string directory, string reason);

    [LoggerMessage(3024, LogLevel.Error, "The plan of {Study} cannot be used: {Reason} None of its tasks can be run here.")]
    internal static partial void UnusablePlan(ILogger logger, StudyId study, string reason);
}
