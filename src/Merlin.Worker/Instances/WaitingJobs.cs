using Merlin.Worker.Placement;

namespace Merlin.Worker.Instances;

/// <summary>
/// Has jobs counted that the worker has not submitted, and room made for those that have waited for a moment. Belongs to the
/// desk.
/// </summary>
/// <param name="placed">Divides the cores.</param>
/// <param name="begun">The tasks that have begun.</param>
/// <param name="post">Runs something on the desk.</param>
/// <param name="clock">The clock.</param>
internal sealed class WaitingJobs(PlacedTasks placed, BegunTasks begun, Action<Action> post, TimeProvider clock)
{
    // What Flux can start at once needs no room to be made.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>Something is known of a job that was not known before.</summary>
    public void Watch(LaunchedJob job)
    {
        if (job.Waits)
        {
            _ = LookLaterAsync(job);
        }
        else if (job.HasEnded)
        {
            Forget(job);
        }
        else
        {
            Count(job, hasWaited: false);
        }
    }

    private async Task LookLaterAsync(LaunchedJob job)
    {
        await Task.Delay(Moment, clock);
        post(() =>
        {
            if (job.Waits)
            {
                Count(job, hasWaited: true);
            }
        });
    }

    private void Count(LaunchedJob job, bool hasWaited)
    {
        if (job is { Extra: null, HasPlace: true, HasKnownOrigin: true, Shape: { } shape })
        {
            job.Extra = placed.TryAdd(shape, job.Owner is { } task ? begun.Find(task) : null, hasWaited);
        }
    }

    private void Forget(LaunchedJob job)
    {
        if (job.Extra is { } extra)
        {
            job.Extra = null;
            placed.Remove(extra);
        }
    }
}
