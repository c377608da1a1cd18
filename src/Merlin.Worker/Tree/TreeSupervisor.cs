using System.Threading.Channels;
using Merlin.Broker;
using Merlin.Flux;
using Merlin.Worker.Tree.Keeping;
using Merlin.Worker.Tree.Planning;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Tree;

/// <summary>
/// Keeps the instances of a tree alive: submits each part of the plan as a nested instance, submits another one when an
/// instance has ended, and keeps away from nodes that are down or drained.
/// </summary>
/// <remarks>
/// One loop owns all state; other members hand requests to it and may be called from any thread. When
/// <see cref="RunAsync"/> has returned, nothing of the tree is left in Flux.
/// </remarks>
public sealed class TreeSupervisor
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(60);

    private readonly FluxHandle _flux;
    private readonly InstanceJobs _jobs;
    private readonly Func<TreePart, InstanceProgram> _program;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TreeKeeper _keeper;
    private readonly Dictionary<JobId, LiveInstance> _live = [];
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly TaskCompletionSource _hopeless = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _windsDown;

    /// <summary>A supervisor; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="flux">The instance that the allocation is.</param>
    /// <param name="plan">The tree; without problems.</param>
    /// <param name="owner">Whose the instances are.</param>
    /// <param name="program">Says what is to run in a part's instance.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Told what happens to the instances.</param>
    public TreeSupervisor(
        FluxHandle flux,
        TreePlan plan,
        TreeOwner owner,
        Func<TreePart, InstanceProgram> program,
        TimeProvider clock,
        ILogger logger)
    {
        _flux = flux;
        _jobs = new InstanceJobs(owner);
        _program = program;
        _clock = clock;
        _logger = logger;
        _keeper = new TreeKeeper(plan, new KeeperLimits());
    }

    /// <summary>Ends when the instances of some workers end at once again and again, so that their queues are served by nobody.</summary>
    public Task Hopeless => _hopeless.Task;

    /// <summary>No instance is submitted any more; those that there are end by themselves, or by <see cref="Signal"/>.</summary>
    public void WindDown() => Post(() =>
    {
        _windsDown = true;
        _keeper.WindDown();
        return Task.CompletedTask;
    });

    /// <summary>Sends a signal to the brokers of all instances; each lets its worker know of one that ends it.</summary>
    /// <param name="signal">The signal's number.</param>
    public void Signal(int signal) => Post(() => ForEachAsync(instance => _flux.Jobs.KillAsync(instance.Job, signal)));

    /// <summary>Ends all instances now, with all that runs in them.</summary>
    public void Cancel() => Post(CancelAllAsync);

    /// <summary>Works until the tree was wound down and nothing of it is left, or the instance around it is gone.</summary>
    /// <param name="stop">Cancels all instances, and returns when they have ended.</param>
    public async Task<TreeEnd> RunAsync(CancellationToken stop)
    {
        using var readers = new CancellationTokenSource();
        Task events = ReadJobsAsync(readers.Token);
        Task changes = ReadNodesAsync(readers.Token);
        try
        {
            await using (stop.Register(() => Post(StopAsync)))
            {
                while (await WorkAsync())
                {
                    // Until there is nothing left to do.
                }
            }

            return TreeEnd.WoundDown;
        }
        catch (FluxLostException)
        {
            return TreeEnd.Lost;
        }
        finally
        {
            await readers.CancelAsync();
            await Task.WhenAll(events, changes);
        }
    }

    private async Task<bool> WorkAsync()
    {
        await CarryOutAsync(_keeper.Turn(Instant.Now(_clock)));
        if (_keeper.IsHopeless)
        {
            _hopeless.TrySetResult();
        }

        if (_windsDown && _keeper.IsEmpty)
        {
            return false;
        }

        if (await WaitAsync())
        {
            while (_work.Reader.TryRead(out Func<Task>? work))
            {
                await work();
            }
        }

        return true;
    }

    // False when the time has come before anything else did.
    private async Task<bool> WaitAsync()
    {
        if (_keeper.NextDeadline is not { } deadline)
        {
            return await _work.Reader.WaitToReadAsync();
        }

        TimeSpan left = deadline - Instant.Now(_clock);
        if (left <= TimeSpan.Zero)
        {
            return _work.Reader.TryPeek(out _);
        }

        using var limit = new CancellationTokenSource(left, _clock);
        try
        {
            return await _work.Reader.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task CarryOutAsync(IReadOnlyList<KeeperOrder> orders)
    {
        // All at once: each submission waits for Flux, which takes many together.
        await Task.WhenAll(orders.OfType<KeeperOrder.Submit>().Select(SubmitAsync).ToArray());
        foreach (KeeperOrder.Drain drain in orders.OfType<KeeperOrder.Drain>())
        {
            TreeLog.Drains(_logger, drain.Part.Name);
            LiveInstance[] instances = [.. _live.Values.Where(instance => instance.Part == drain.Part)];
            foreach (LiveInstance instance in instances)
            {
                await TellAsync(instance, _flux.Jobs.KillAsync(instance.Job, TerminateSignal));
            }
        }
    }

    private async Task SubmitAsync(KeeperOrder.Submit order)
    {
        var ranks = IdSet.Of(order.Ranks.Select(static rank => (uint)rank));
        InstanceProgram program = _program(order.Part);
        var log = LogTail.FromNow(program.Log);
        try
        {
            JobId job = await _flux.Jobs.SubmitAsync(_jobs.Write(order.Part, ranks, program));
            Post(() => Add(new LiveInstance(order.Part, job, ranks.ToString(), log)));
        }
        catch (FluxException e) when (e is not FluxLostException)
        {
            Post(() => Refused(order.Part, e.Message));
        }
    }

    private async Task ReadJobsAsync(CancellationToken stop)
    {
        try
        {
            await foreach (JobEvent happened in _flux.Jobs.EventsAsync(withEnded: false, stop))
            {
                Post(() => HappenedAsync(happened));
            }
        }
        catch (OperationCanceledException)
        {
            // The tree has ended.
        }
        catch (FluxException e)
        {
            Post(() => throw e as FluxLostException ?? new FluxLostException(e.Message));
        }
    }
}
