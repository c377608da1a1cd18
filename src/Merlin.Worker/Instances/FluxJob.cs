using Merlin.Flux;
using Merlin.Posix;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>A task that is a Flux job.</summary>
/// <param name="run">The task.</param>
/// <param name="jobs">The instance's jobs.</param>
internal sealed class FluxJob(TaskRun run, FluxJobs jobs) : OutsideTask(run)
{
    /// <summary>The exception of jobs whose node is lost.</summary>
    public const string NodeFailure = "node-failure";

    private bool _isUnwanted;

    /// <summary>The job, once Flux has taken it.</summary>
    public JobId? Id { get; private set; }

    /// <summary>When it began, by Flux's clock.</summary>
    public DateTimeOffset Began { get; set; }

    /// <summary>What ended it before its time, or null.</summary>
    public JobRaised? Trouble { get; set; }

    /// <summary>Why it has never run, in words.</summary>
    public string WhyNotStarted => Trouble is { } trouble
        ? $"Flux ended its job before it began ({trouble.Type}: {trouble.Note.TrimEnd('.')})."
        : "Flux ended its job before it began.";

    /// <inheritdoc/>
    public override bool IsQueued => !HasStarted;

    /// <summary>Flux has taken it.</summary>
    public void Take(JobId id)
    {
        Id = id;
        if (_isUnwanted)
        {
            Cancel();
        }
    }

    /// <inheritdoc/>
    public override void Signal(SignalNumber signal)
    {
        if (HasStarted)
        {
            JobRequest.Ask(jobs.KillAsync(Id!.Value, (int)signal));
        }
        else if (signal is SignalNumber.Terminate or SignalNumber.Kill)
        {
            Cancel();
        }
    }

    // Before it is taken there is nothing to cancel yet.
    private void Cancel()
    {
        _isUnwanted = true;
        if (Id is { } id)
        {
            JobRequest.Ask(jobs.CancelAsync(id, "its task is not wanted here any more"));
        }
    }
}
