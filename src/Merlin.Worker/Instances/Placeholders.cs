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
/// <param name="isOnlyNode">Whether the instance has one node only.</param>
/// <param name="post">Runs something on the desk.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where it is told that Flux gives none.</param>
internal sealed class Placeholders(
    FluxHandle flux,
    PlacedTasks placed,
    JobFollower follower,
    bool isOnlyNode,
    Action<Action> post,
    TimeProvider clock,
    ILogger logger)
{
    // So that they do not wait behind the jobs that they are to be kept apart from.
    private const int Urgency = JobUrgency.Expedite;
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(1);
    private readonly Dictionary<Block, JobId?> _jobs = [];
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
                _jobs.Add(order.Block, null);
                follower.Expect();
                _ = SubmitAsync(order.Block);
            }
            else if (_jobs.GetValueOrDefault(order.Block) is { } job)
            {
                _ = EndAsync(job);
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

    /// <summary>Ends all of them.</summary>
    public Task EndAllAsync() => Task.WhenAll(_blocks.Keys.Select(EndAsync));

    private static int[] Numbers(ResourceSet resources, Func<NodeResources, IdSet> units) =>
        [.. resources.Nodes.SelectMany(units).Select(static number => (int)number)];

    private async Task SubmitAsync(Block block)
    {
        try
        {
            JobId job = await flux.Jobs.SubmitAsync(TaskCommands.Placeholder(block, isOnlyNode), Urgency);
            post(() => Take(block, job));
        }
        catch (FluxException refusal)
        {
            await Task.Delay(AfterRefusal, clock);
            post(() => Refuse(block, refusal.Message));
        }
        catch (ObjectDisposedException)
        {
            // The worker has ended.
        }
    }

    private void Take(Block block, JobId job)
    {
        _jobs[block] = job;
        _blocks.Add(job, block);
        follower.Answered(job);
        if (block.State == BlockState.Ending)
        {
            _ = EndAsync(job); // it was not known yet which job that would be
        }
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

    private async Task EndAsync(JobId job)
    {
        try
        {
            await flux.Jobs.CancelAsync(job, "its cores are needed");
        }
        catch (Exception gone) when (gone is FluxException or ObjectDisposedException)
        {
            // It has ended already, as its events tell.
        }
    }
}
