using Merlin.Broker;
using Merlin.Flux;
using Merlin.Worker.Placement;

namespace Merlin.Worker.Instances;

/// <summary>A job that the worker has not submitted. Belongs to the desk.</summary>
/// <param name="id">The job.</param>
/// <param name="jobs">The instance's jobs.</param>
internal sealed class LaunchedJob(JobId id, FluxJobs jobs)
{
    private bool _isCancelled;
    private bool _isQueued;
    private bool _hasResources;

    /// <summary>The job.</summary>
    public JobId Id { get; } = id;

    /// <summary>Where it counts as a job of the task whose script has launched it; null as long as that is not known.</summary>
    public LaunchingTask? Task { get; private set; }

    /// <summary>Whether it is known that a task's script has launched it.</summary>
    public bool IsLaunched { get; private set; }

    /// <summary>Whether it is known whose it is.</summary>
    public bool HasKnownOrigin { get; private set; }

    /// <summary>The task whose script has launched it, whether or not that is over; null for none.</summary>
    public TaskId? Owner { get; private set; }

    /// <summary>What it holds, once that is known.</summary>
    public ResourceShape? Shape { get; set; }

    /// <summary>By what room is made for it; null as long as it needs none.</summary>
    public ExtraJob? Extra { get; set; }

    /// <summary>Whether it waits for nothing but resources.</summary>
    public bool Waits => _isQueued && !_hasResources && !HasEnded;

    /// <summary>Whether it has resources, or waits for nothing else.</summary>
    public bool HasPlace => _isQueued || _hasResources;

    /// <summary>Its hosts, once it has resources.</summary>
    public IReadOnlyList<string> Hosts { get; private set; } = [];

    /// <summary>Whether a node that it ran on was lost.</summary>
    public bool HasLostNode { get; private set; }

    /// <summary>Whether nothing of it runs any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>It has become known whose it is.</summary>
    public void Learn(in JobOrigin origin)
    {
        HasKnownOrigin = true;
        Owner = origin.Task;
    }

    /// <summary>A task's script has launched it.</summary>
    public void Assign(LaunchingTask task)
    {
        IsLaunched = true;
        Task = task;
    }

    /// <summary>Something happened to it.</summary>
    public void Hear(JobEvent happened)
    {
        Hosts = happened is JobAllocated { Resources: { } resources } ? [.. resources.Nodes.Select(static node => node.Host)] : Hosts;
        _isQueued = happened is JobPrioritized place ? place.Priority > 0 : _isQueued;
        _hasResources |= happened is JobAllocated;
        HasLostNode |= happened is JobRaised { Severity: 0, Type: FluxJob.NodeFailure };
        HasEnded |= happened is JobFinished or JobCleaned;
    }

    /// <summary>Ends it.</summary>
    /// <param name="atOnce">Without the time that Flux gives jobs to end by themselves.</param>
    public void Cancel(bool atOnce)
    {
        if (_isCancelled || HasEnded)
        {
            return;
        }

        _isCancelled = true;
        if (atOnce)
        {
            JobRequest.Ask(jobs.KillAsync(Id, (int)Posix.SignalNumber.Kill));
        }

        JobRequest.Ask(jobs.CancelAsync(Id, "the task that launched it is over"));
    }
}
