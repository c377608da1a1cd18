using Merlin.Broker.Storage;
using Merlin.Flux;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Instances;

/// <summary>
/// Ends the jobs that a killed worker has left behind in an instance that outlived it: its placeholders would hold their
/// cores for ever, and its tasks run again elsewhere. Belongs to the desk.
/// </summary>
/// <param name="jobs">The instance's jobs.</param>
/// <param name="logger">Where it is told.</param>
internal sealed class LeftOverJobs(FluxJobs jobs, ILogger logger)
{
    private bool _hasSeenThePast;

    /// <summary>Hears of a job's event; only those of the past matter.</summary>
    public void Hear(JobEvent happened)
    {
        _hasSeenThePast |= happened is JobEventsCaughtUp;
        if (!_hasSeenThePast && happened is JobSubmitted { Jobspec: { } jobspec } && IsLeftOver(JobOrigin.Of(jobspec)))
        {
            WorkerLog.LeftOver(logger, happened.Job.ToString());
            JobRequest.Ask(jobs.CancelAsync(happened.Job, "its worker is dead"));
        }
    }

    // Of a worker on another host nobody knows whether it lives.
    private static bool IsLeftOver(in JobOrigin origin) =>
        origin is { IsWorkers: true, Process: { } text } && LockHolder.Parse(text) is { } process && process.IsGone();
}
