using System.Text.Json;
using Merlin.Broker;
using Merlin.Flux;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>
/// The jobs that the worker has not submitted, above all those that scripts of tasks launch. Where they ran is told with
/// their tasks, and none outlives its task: what is left of them when a task's processes have ended is cancelled, and has
/// ended before the task goes on. So a task that is run again does not meet its own earlier job, unless Flux has told of
/// that only afterwards; such a job is cancelled at once. Belongs to the desk.
/// </summary>
/// <param name="flux">The instance, which is the worker's own.</param>
/// <param name="begun">The tasks that have begun.</param>
/// <param name="shapes">Reads what a job holds.</param>
/// <param name="waiting">Sees to it that they come to run.</param>
/// <param name="post">Runs something on the desk.</param>
/// <param name="pass">Passes a task on that has nothing left.</param>
internal sealed class LaunchedJobs(
    FluxHandle flux, BegunTasks begun, JobShape shapes, WaitingJobs waiting, Action<Action> post, Action<TaskRun> pass)
{
    private readonly Dictionary<JobId, LaunchedJob> _jobs = [];
    private readonly HashSet<JobId> _unknown = [];
    private readonly Dictionary<TaskId, LaunchingTask> _tasks = [];
    private readonly Dictionary<TaskId, LaunchingTask> _late = [];
    private readonly List<TaskEnd> _ends = [];
    private volatile bool _hasSome;
    private bool _isLosing;
    private bool _isLost;

    /// <summary>Whether there is any job that a task may have launched; for any thread.</summary>
    public bool HasSome => _hasSome;

    /// <summary>Hears of a job's event.</summary>
    /// <returns>Whether the job is known to be a task's.</returns>
    public bool TryHear(JobEvent happened)
    {
        if (happened is JobSubmitted submitted)
        {
            Meet(submitted);
        }

        if (!_jobs.TryGetValue(happened.Job, out LaunchedJob? job))
        {
            return false;
        }

        job.Hear(happened);
        if (happened is JobPrioritized or JobAllocated || job.HasEnded)
        {
            waiting.Watch(job);
        }

        if (happened is JobCleaned)
        {
            _jobs.Remove(happened.Job);
        }

        if (job.HasEnded)
        {
            job.Task?.Forget(job);
            ForgetLate(job);
            PassOn();
        }

        return job.IsLaunched;
    }

    /// <summary>A task's processes have ended; it is passed on when all that it has launched has, too.</summary>
    public void End(TaskRun run)
    {
        var end = new TaskEnd(run, [.. _unknown]);
        _ends.Add(end);
        _tasks.GetValueOrDefault(run.Id)?.CancelAll(end.IsForced);
        PassOn();
    }

    /// <summary>The whole instance is lost: whatever comes of a task that passes here, that may be why.</summary>
    public void NoteLoss() => _isLosing = true;

    /// <summary>Nothing of any job runs any more, since the whole instance is lost.</summary>
    public void LoseAll()
    {
        _isLost = true;
        _jobs.Clear();
        _unknown.Clear();
        _late.Clear();
        PassOn();
    }

    private void Meet(JobSubmitted submitted)
    {
        JobOrigin origin = submitted.Jobspec is { } jobspec ? JobOrigin.Of(jobspec) : default;
        if (origin.IsWorkers)
        {
            return;
        }

        var job = new LaunchedJob(submitted.Job, flux.Jobs)
        {
            Shape = submitted.Jobspec is { } known ? shapes.Read(known) : null,
        };
        _jobs.Add(job.Id, job);
        if (origin.Task is { } task)
        {
            job.Learn(origin);
            Assign(job, task);
            return;
        }

        _unknown.Add(job.Id);
        _hasSome = true;
        _ = LookUpAsync(job);
    }

    private async Task LookUpAsync(LaunchedJob job)
    {
        JsonElement jobspec = default;
        try
        {
            jobspec = await flux.Jobs.JobspecAsync(job.Id);
        }
        catch (Exception end) when (end is FluxLostException or ObjectDisposedException)
        {
            return; // whose it is stays unknown until the loss is told: its task may have failed for that
        }
        catch (FluxException)
        {
            // Purged already.
        }

        post(() => Learn(job, jobspec));
    }

    private void Learn(LaunchedJob job, JsonElement jobspec)
    {
        if (!_unknown.Remove(job.Id))
        {
            return;
        }

        _ends.ForEach(end => end.Unknown.Remove(job.Id));
        JobOrigin origin = JobOrigin.Of(jobspec);
        job.Learn(origin);
        job.Shape = origin.IsWorkers ? null : job.Shape ?? shapes.Read(jobspec);
        if (origin.Task is { } task)
        {
            Assign(job, task);
        }
        else if (origin.IsWorkers)
        {
            _jobs.Remove(job.Id);
        }

        waiting.Watch(job);
        PassOn();
    }

    private void Assign(LaunchedJob job, TaskId task)
    {
        // First this, then the look: a task that is not here has not passed by this desk unseen either.
        _hasSome = true;
        Interlocked.MemoryBarrier();
        TaskEnd? end = _ends.Find(end => end.Run.Id == task);
        bool isLate = end is null && begun.Find(task) is null;
        Add(isLate ? _late : _tasks, task, job);
        if (isLate || end is not null)
        {
            job.Cancel(atOnce: end is { IsForced: true });
            ForgetLate(job);
        }

        PassOn();
    }

    private static void Add(Dictionary<TaskId, LaunchingTask> tasks, TaskId task, LaunchedJob job)
    {
        if (!tasks.TryGetValue(task, out LaunchingTask? launching))
        {
            tasks.Add(task, launching = new LaunchingTask());
        }

        launching.Add(job);
    }

    private void ForgetLate(LaunchedJob job)
    {
        if (job is { HasEnded: true, Owner: { } task } && _late.TryGetValue(task, out LaunchingTask? late) && late.IsQuiet)
        {
            _late.Remove(task);
        }
    }

    private void PassOn()
    {
        foreach (TaskEnd end in _ends.FindAll(end => _isLost || IsComplete(end)))
        {
            _ends.Remove(end);
            PassOn(end.Run);
        }

        _hasSome = _tasks.Count + _late.Count + _unknown.Count > 0;
    }

    // Whether nothing is left of what a task has launched. Its own end may just have been on the way here when one of its
    // jobs came to be known, which then counted as late.
    private bool IsComplete(TaskEnd end) =>
        end.Unknown.Count == 0 && IsQuiet(_tasks, end.Run.Id) && IsQuiet(_late, end.Run.Id);

    private static bool IsQuiet(Dictionary<TaskId, LaunchingTask> tasks, TaskId task) =>
        tasks.GetValueOrDefault(task) is null or { IsQuiet: true };

    private void PassOn(TaskRun run)
    {
        if (_tasks.Remove(run.Id, out LaunchingTask? launching))
        {
            launching.Tell(run);
        }

        if ((_isLosing || launching?.HasLostNode == true) && run.Cause == EndCause.None)
        {
            run.Cause = EndCause.PlaceLost; // its jobs may have been lost, and their launcher failed for that
        }

        pass(run);
    }
}
