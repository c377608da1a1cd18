using Merlin.Broker;
using Merlin.Flux;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>Starts tasks as Flux jobs and learns of their ends by the jobs' events. Belongs to the desk.</summary>
internal sealed class JobStarter
{
    private readonly FluxHandle _flux;
    private readonly DeskTasks _tasks;
    private readonly TaskCommands _commands;
    private readonly JobFollower _follower;
    private readonly Action<Action> _post;
    private readonly Dictionary<JobId, FluxJob> _jobs = [];

    /// <summary>Makes a starter.</summary>
    /// <param name="flux">The instance.</param>
    /// <param name="tasks">The desk's tasks.</param>
    /// <param name="commands">What Flux is asked to run.</param>
    /// <param name="follower">Brings the jobs' events.</param>
    /// <param name="post">Runs something on the desk.</param>
    public JobStarter(FluxHandle flux, DeskTasks tasks, TaskCommands commands, JobFollower follower, Action<Action> post)
    {
        _flux = flux;
        _tasks = tasks;
        _commands = commands;
        _follower = follower;
        _post = post;
    }

    /// <summary>Starts a task that has begun.</summary>
    public void Start(TaskRun run)
    {
        var job = new FluxJob(run, _flux.Jobs);
        _tasks.Add(job);
        _follower.Expect();
        _ = SubmitAsync(job, _commands.Job(run).ToJson());
    }

    /// <summary>Hears of a job's event.</summary>
    /// <returns>Whether it is a task's job.</returns>
    public bool TryHear(JobEvent happened)
    {
        if (!_jobs.TryGetValue(happened.Job, out FluxJob? job))
        {
            return false;
        }

        if (!job.HasEnded)
        {
            Hear(job, happened);
        }

        if (happened is JobCleaned)
        {
            _jobs.Remove(happened.Job);
            _tasks.Forget(job);
        }

        return true;
    }

    private async Task SubmitAsync(FluxJob job, ReadOnlyMemory<byte> jobspec)
    {
        try
        {
            JobId id = await _flux.Jobs.SubmitAsync(jobspec);
            _post(() => Take(job, id));
        }
        catch (FluxException refusal)
        {
            _post(() => Refuse(job, refusal.Message));
        }
        catch (ObjectDisposedException)
        {
            // The worker has ended.
        }
    }

    private void Take(FluxJob job, JobId id)
    {
        _jobs.Add(id, job);
        job.Take(id);
        _follower.Answered(id);
    }

    private void Refuse(FluxJob job, string reason)
    {
        _follower.Answered(job: null);
        if (!job.HasEnded)
        {
            _tasks.Refuse(job, reason);
            _tasks.Forget(job);
        }
    }

    private void Hear(FluxJob job, JobEvent happened)
    {
        switch (happened)
        {
            case JobAllocated { Resources: { } resources }:
                string hosts = new HostList(resources.Nodes.Select(static node => node.Host)).ToString();
                job.Task.Place = new TaskPlace(job.Task.Task.Key.Index, happened.Job.ToString(), hosts);
                break;
            case JobStarted:
                job.Began = happened.Time;
                _tasks.NoteStart(job, happened.Time.ToUnixTimeMilliseconds() * TimeSpan.MicrosecondsPerMillisecond);
                break;
            case JobRaised { Severity: 0 } trouble:
                job.Trouble = trouble;
                break;
            case JobFinished when job.Trouble?.Type == FluxJob.NodeFailure:
                _tasks.LosePlace(job);
                break;
            case JobFinished finished when job.HasStarted:
                _tasks.End(job, ExitReading.Of(finished.Status), finished.Time - job.Began);
                break;
            case JobCleaned:
                _tasks.Refuse(job, job.WhyNotStarted);
                break;
        }
    }
}
