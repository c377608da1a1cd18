using Merlin.Flux;
using Merlin.Worker.Placement;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Instances;

/// <summary>
/// The sleeping jobs that hold the cores of the worker's own tasks, so that Flux gives these to no other job. Belongs to the
/// desk.
/// </summary>
/// <param name="flux">The instance.</param>
/// <param name="placed">Hears what became of the blocks.</param>
/// <param name="follower">Brings the events of their jobs.</param>
/// <param name="commands">What Flux is asked to run.</param>
/// <param name="post">Runs something on the desk.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where it is told that Flux gives none.</param>
internal sealed class Placeholders(
    FluxHandle flux,
    PlacedTasks placed,
    JobFollower follower,
    TaskCommands commands,
    Action<Action> post,
    TimeProvider clock,
    ILogger logger)
{
    // So that they do not wait behind the jobs that they are to be kept apart from.
    private const int Urgency = JobUrgency.Expedite;
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(1);
    private readonly Dictionary<Block, Task<JobId?>> _jobs = [];
    private readonly Dictionary<JobId, Block> _blocks = [];
    private bool _isTold;

    /// <summary>Begins or ends some.</summary>
    /// <param name="orders">Which.</param>
    public void Obey(IReadOnlyList<BlockOrder> orders)
    {
        foreach (BlockOrder order in orders)
        {
            if (order.Begins)
            {
                follower.Expect();
                _jobs.Add(order.Block, SubmitAsync(order.Block));
            }
            else if (_jobs.TryGetValue(order.Block, out Task<JobId?>? job))
            {
                _ = TryEndAsync(job, CancellationToken.None);
            }
        }
    }

    /// <summary>Hears of a job's event.</summary>
    /// <returns>Whether it is one of these.</returns>
    public bool TryHear(JobEvent happened)
    {
        if (!_blocks.TryGetValue(happened.Job, out Block? block))
        {
            return false;
        }

        switch (happened)
        {
            case JobAllocated { Resources: { } resources }:
                placed.Cover(block, Numbers(resources, static node => node.Cores), Numbers(resources, static node => node.Gpus));
                break;
            case JobCleaned:
                _blocks.Remove(happened.Job);
                _jobs.Remove(block);
                placed.Uncover(block);
                break;
        }

        return true;
    }

    /// <summary>Ends all of them, also those that Flux has still to take; the desk's loop has ended.</summary>
    /// <param name="limit">Stops waiting for Flux.</param>
    /// <returns>How many may have been left.</returns>
    public async Task<int> EndAllAsync(CancellationToken limit)
    {
        bool[] ended = await Task.WhenAll(_jobs.Values.Select(job => TryEndAsync(job, limit)));
        return ended.Count(static hasEnded => !hasEnded);
    }

    private static int[] Numbers(ResourceSet resources, Func<NodeResources, IdSet> units) =>
        [.. resources.Nodes.SelectMany(units).Select(static number => (int)number)];

    private async Task<JobId?> SubmitAsync(Block block)
    {
        try
        {
            JobId job = await flux.Jobs.SubmitAsync(commands.Placeholder(block), Urgency);
            post(() => Take(block, job));
            return job;
        }
        catch (FluxException refusal)
        {
            _ = RefuseLaterAsync(block, refusal.Message);
        }
        catch (ObjectDisposedException)
        {
            // The worker has ended.
        }

        return null;
    }

    private void Take(Block block, JobId job)
    {
        _blocks.Add(job, block);
        follower.Answered(job);
    }

    private async Task RefuseLaterAsync(Block block, string reason)
    {
        await Task.Delay(AfterRefusal, clock);
        post(() => Refuse(block, reason));
    }

    private void Refuse(Block block, string reason)
    {
        if (!_isTold)
        {
            _isTold = true;
            WorkerLog.NoPlaceholder(logger, reason);
        }

        follower.Answered(job: null);
        _jobs.Remove(block);
        placed.Uncover(block);
    }

    // Which job it is may still have to be said.
    private async Task<bool> TryEndAsync(Task<JobId?> submission, CancellationToken limit)
    {
        try
        {
            if (await submission.WaitAsync(limit) is { } job)
            {
                await flux.Jobs.CancelAsync(job, "its cores are needed", limit);
            }

            return true;
        }
        catch (Exception gone) when (gone is FluxException or ObjectDisposedException)
        {
            return true; // it has ended already, as its events tell
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
