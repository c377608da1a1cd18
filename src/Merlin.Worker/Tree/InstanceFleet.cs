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
/// <param name="release">Asks whoever works in a job's instance to leave, be it there or yet to come.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Told what happens.</param>
internal sealed class InstanceFleet(
    FluxHandle flux,
    TreeKeeper keeper,
    InstanceJobs jobs,
    Func<TreePart, InstanceProgram> program,
    Action<JobId> release,
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
                End(part, "-", $"is refused by Flux: {refusal}", new LogTail("", 0), isHopeless: false);
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
                End(instance.Part, instance.Job.ToString(), instance.How, instance.Log, instance.IsHopeless);
                break;
        }
    }

    /// <summary>
    /// Lets a part's instance come to an end. A signal to its broker would not do: Flux passes those that do not end the
    /// instance on to the jobs in it, and those that do leave the tasks no time.
    /// </summary>
    /// <exception cref="FluxLostException">The instance around them is gone.</exception>
    public async Task DrainAsync(TreePart part)
    {
        foreach (LiveInstance instance in _live.Values.Where(instance => instance.Part == part).ToArray())
        {
            if (instance.HasStarted)
            {
                release(instance.Job);
            }
            else
            {
                await TellAsync(instance.Job, flux.Jobs.CancelAsync(instance.Job, "its nodes are not to be used"));
            }
        }
    }

    /// <summary>Sends a signal to the brokers of all instances.</summary>
    /// <param name="signal">The signal's number.</param>
    /// <exception cref="FluxLostException">The instance around them is gone.</exception>
    public Task KillAsync(int signal) => Task.WhenAll(_live.Keys.Select(job => TellAsync(job, flux.Jobs.KillAsync(job, signal))));

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
            return (order.Part, new LiveInstance(order.Part, job, ranks.ToString(), log, runs.HopelessStatus), "");
        }
        catch (FluxException e) when (e is not FluxLostException)
        {
            return (order.Part, null, e.Words);
        }
    }

    private void End(TreePart part, string job, string how, LogTail log, bool isHopeless)
    {
        keeper.Ended(part.Name, Instant.Now(clock), isHopeless);
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
