using Merlin.Flux;
using Merlin.Worker.Placement;

namespace Merlin.Worker.Instances;

/// <summary>
/// Makes room for jobs that the worker has not submitted, once they have waited for a moment. A script that has launched one
/// gives back what it holds itself: it might be the very core that its job waits for. Belongs to the desk.
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
        else if (job.HasEnded && job.Extra is { } extra)
        {
            job.Extra = null;
            placed.Remove(extra);
        }
    }

    private async Task LookLaterAsync(LaunchedJob job)
    {
        await Task.Delay(Moment, clock);
        post(() => Look(job));
    }

    private void Look(LaunchedJob job)
    {
        if (job is { Waits: true, Extra: null, Shape: { } shape })
        {
            var extra = new ExtraJob(new TaskDemand(LaunchWay.Job, shape));
            job.Extra = placed.TryAdd(extra, job.Owner is { } task ? begun.Find(task) : null) ? extra : null;
        }
    }
}
