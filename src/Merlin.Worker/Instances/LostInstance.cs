using Merlin.Flux;

namespace Merlin.Worker.Instances;

/// <summary>
/// What is left on other hosts of an instance whose broker beside the worker was killed: its other brokers notice nothing and
/// go on with their jobs. The job that the instance is in the one above ends them.
/// </summary>
/// <param name="instance">The instance.</param>
/// <param name="clock">The clock.</param>
internal sealed class LostInstance(WorkerInstance instance, TimeProvider clock)
{
    // Brokers that are told to end have a few seconds for it before Flux kills them.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Cancels the job, and waits for its end.</summary>
    /// <returns>Whether nothing of it is left.</returns>
    public async Task<bool> EndAsync()
    {
        if (instance.EndsWithItsBroker)
        {
            return true;
        }

        using var limit = new CancellationTokenSource(Patience, clock);
        try
        {
            await using FluxHandle above = await FluxHandle.OpenAsync(new FluxUri(instance.Parent!), limit.Token);
            await EndAsync(above.Jobs, JobId.Parse(instance.Job), limit.Token);
            return true;
        }
        catch (Exception trouble) when (trouble is FluxException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task EndAsync(FluxJobs jobs, JobId job, CancellationToken limit)
    {
        try
        {
            await jobs.CancelAsync(job, "its first broker is lost", limit);
        }
        catch (FluxException ended) when (ended is not FluxLostException)
        {
            // By itself: its events tell.
        }

        await foreach (JobEvent happened in jobs.EventsAsync(job, limit))
        {
            if (happened is JobCleaned)
            {
                return;
            }
        }
    }
}
