using System.Runtime.InteropServices;
using Merlin.Broker.Security;
using Merlin.Worker.Instances;

namespace Merlin.Worker;

/// <summary>What a worker is told when it starts.</summary>
public sealed record WorkerOptions
{
    /// <summary>The worker's name as its spec gives it; shown in status.</summary>
    public required string Name { get; init; }

    /// <summary>The host it runs on; shown in status. Default: this machine's name.</summary>
    public string Host { get; init; } = Environment.MachineName;

    /// <summary>How many tasks may run at the same time, at least 1; with an instance, at most that many of those that fit.</summary>
    public required int Slots { get; init; }

    /// <summary>
    /// The Flux instance that is the worker's own; null, the default, for none: then each task takes one of
    /// <see cref="Slots"/>, whatever its step says, and nothing is bound.
    /// </summary>
    public WorkerInstance? Instance { get; init; }

    /// <summary>The queues it serves; empty, the default, for all.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>How long a task may live on after it was asked to end. Default: 2 seconds.</summary>
    public TimeSpan TerminationGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// When this process will be killed from outside, as at the end of a batch job; null, the default, for never. Tasks
    /// that would not end by then are not started, and the worker leaves a little earlier.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>
    /// What tasks find in their environment beside what this process was started with; null, the default, for nothing.
    /// </summary>
    public TaskVariables? Variables { get; init; }

    /// <summary>Opens the plans of studies; null, the default, where plans are not sealed.</summary>
    public PlanSeal? Seal { get; init; }

    /// <summary>
    /// How long a leaving worker waits for the broker to acknowledge its last reports, and then for Flux to take the end of
    /// its jobs. Default: 10 seconds.
    /// </summary>
    public TimeSpan FarewellPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A descriptor that stays open until no task process of this worker is left, also when the worker is killed: the
    /// lock of the workspace. It stays its owner's; null, the default, for none.
    /// </summary>
    public SafeHandle? Lifeline { get; init; }

    /// <summary>
    /// Below which directory packed tasks run, on a fast file system of this machine; null, the default, for that of temporary
    /// files (<c>TMPDIR</c>, or <c>/tmp</c>).
    /// </summary>
    public string? ScratchDirectory { get; init; }

    /// <summary>
    /// Whether status files name the worker and the queue, as those of distributed runs do. Default: false.
    /// </summary>
    public bool StatusNamesWorker { get; init; }

    /// <summary>
    /// Whether a task's directory is locked while the task runs, since others on this machine may have been given the same
    /// task after a silence of this worker, or this worker after one of theirs. Default: false.
    /// </summary>
    public bool LocksTasks { get; init; }

    /// <summary>
    /// Whether to learn of ended processes by pidfd where the kernel has it; otherwise by SIGCHLD. Default: true.
    /// </summary>
    public bool UsePidFd { get; init; } = true;

    /// <summary>
    /// Whether the thread that starts tasks may have a current directory of its own where the system allows it. Default:
    /// true.
    /// </summary>
    internal bool UseOwnDirectory { get; init; } = true;

    /// <summary>
    /// Whether tasks may otherwise change to their directories as they begin, where the C library can do that. Default:
    /// true.
    /// </summary>
    internal bool UseDirectoryAction { get; init; } = true;

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
