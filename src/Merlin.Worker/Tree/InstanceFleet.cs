using Merlin.Broker;
using Merlin.Flux;
using Merlin.Worker.Tree.Keeping;
using Merlin.Worker.Tree.Planning;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Tree;

/// <summary>The instances of a tree that Flux has; tells the keeper what becomes of them. Owned by one loop.</summary>
/// <param name="flux">The instance that the allocation is.</param>
/// <param name="keeper">Told what becomes of each.</param>
/// <param name="jobs">Makes their jobs.</param>
/// <param name="program">Says what is to run in a part's instance.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Told what happens.</param>
internal sealed class InstanceFleet(
    FluxHandle flux,
    TreeKeeper keeper,
    InstanceJobs jobs,
    Func<TreePart, InstanceProgram> program,
    TimeProvider clock,
    ILogger logger)
{
    private readonly Dictionary<JobId, LiveInstance> _live = [];
    private bool _hasSeenThePast;

    /// <summary>Submits instances, all at once: each submission waits for Flux, which takes many together.</summary>
    /// <exception cref="FluxLostException">The instance around them is gone.</exception>
    public async Task SubmitAsync(IEnumerable<KeeperOrder.Submit> orders)
    {
        foreach ((TreePart part, LiveInstance? instance, string refusal) in await Task.WhenAll(orders.Select(TrySubmitAsync)))
        {
            if (instance is null)
            {
                End(part, "-", $"is refused by Flux: {refusal}", new LogTail("", 0));
                continue;
            }

            _live[instance.Job] = instance;
            TreeLog.Submitted(logger, part.Name, instance.Ranks, instance.Job.ToString());
        }
    }

    /// <summary>Takes in what happened to a job, be it ours or not.</summary>
    /// <exception cref="FluxLostException">The instance around them is gone.</exception>
    public async Task NoteAsync(JobEvent happened)
    {
        if (!_live.TryGetValue(happened.Job, out LiveInstance? instance))
        {
            _hasSeenThePast |= happened is JobEventsCaughtUp;
            if (!_hasSeenThePast && happened is JobSubmitted { Jobspec: { } jobspec } && TreeOwner.IsLeftOver(jobspec))
            {
                TreeLog.LeftOver(logger, happened.Job.ToString());
                await TellAsync(happened.Job, flux.Jobs.CancelAsync(happened.Job, "its agent is dead"));
            }

            return;
        }

        instance.Note(happened);
        switch (happened)
        {
            case JobStarted:
                keeper.Started(instance.Part.Name, Instant.Now(clock));
                TreeLog.Runs(logger, instance.Part.Name, instance.Ranks, instance.Job.ToString());
                break;
            case JobCleaned:
                _live.Remove(instance.Job);
                End(instance.Part, instance.Job.ToString(), instance.How, instance.Log);
                break;
        }
    }

    /// <summary>Sends a signal to the brokers of instances.</summary>
    /// <param name="signal">The signal's number.</param>
    /// <param name="part">Whose instance; null for all.</param>
    /// <exception cref="FluxLostException">The instance around them is gone.</exception>
    public Task KillAsync(int signal, TreePart? part) => Task.WhenAll(_live.Values
        .Where(instance => part is null || instance.Part == part)
        .Select(instance => TellAsync(instance.Job, flux.Jobs.KillAsync(instance.Job, signal))));

    /// <summary>Ends all instances with all that runs in them.</summary>
    /// <exception cref="FluxLostException">The instance around them is gone.</exception>
    public Task CancelAsync() => Task.WhenAll(_live.Keys.Select(job => TellAsync(job, flux.Jobs.CancelAsync(job, "the tree has ended"))));

    private async Task<(TreePart Part, LiveInstance? Instance, string Refusal)> TrySubmitAsync(KeeperOrder.Submit order)
    {
        var ranks = IdSet.Of(order.Ranks.Select(static rank => (uint)rank));
        InstanceProgram runs = program(order.Part);
        var log = LogTail.FromNow(runs.Log);
        try
        {
            JobId job = await flux.Jobs.SubmitAsync(jobs.Write(order.Part, ranks, runs));
            return (order.Part, new LiveInstance(order.Part, job, ranks.ToString(), log), "");
        }
        catch (FluxException e) when (e is not FluxLostException)
        {
            return (order.Part, null, e.Words);
        }
    }

    private void End(TreePart part, string job, string how, LogTail log)
    {
        keeper.Ended(part.Name, Instant.Now(clock));
        if (keeper.IsWindingDown)
        {
            TreeLog.Ended(logger, part.Name, job);
        }
        else if (keeper.StateOf(part.Name) == PartState.GivenUp)
        {
            TreeLog.GivenUp(logger, part.Name, job, how, log.LastWords());
        }
        else
        {
            TreeLog.Died(logger, part.Name, job, how);
        }
    }

    // What has ended meanwhile needs no telling.
    private async Task TellAsync(JobId job, Task told)
    {
        try
        {
            await told;
        }
        catch (FluxException e) when (e is not FluxLostException)
        {
            TreeLog.CannotTell(logger, job.ToString(), e.Words);
        }
    }
}
