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
    private const int TerminateSignal = 15;

    private readonly FluxHandle _flux;
    private readonly TreeKeeper _keeper;
    private readonly InstanceFleet _fleet;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly TaskCompletionSource _hopeless = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isLost;

    /// <summary>A supervisor; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="flux">The instance that the allocation is.</param>
    /// <param name="plan">The tree; without problems.</param>
    /// <param name="owner">Whose the instances are.</param>
    /// <param name="program">Says what is to run in a part's instance.</param>
    /// <param name="release">Asks whoever works in the instance that a job is to leave, be it there or yet to come.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Told what happens to the instances.</param>
    public TreeSupervisor(
        FluxHandle flux,
        TreePlan plan,
        TreeOwner owner,
        Func<TreePart, InstanceProgram> program,
        Action<JobId> release,
        TimeProvider clock,
        ILogger logger)
    {
        _flux = flux;
        _clock = clock;
        _logger = logger;
        _keeper = new TreeKeeper(plan, new KeeperLimits());
        _fleet = new InstanceFleet(flux, _keeper, new InstanceJobs(owner), program, release, clock, logger);
    }

    /// <summary>Ends when the instances of some workers end at once again and again, so that their queues are served by nobody.</summary>
    public Task Hopeless => _hopeless.Task;

    /// <summary>No instance is submitted any more; those that there are end by themselves, or are told to.</summary>
    public void WindDown() => Post(() =>
    {
        _keeper.WindDown();
        return Task.CompletedTask;
    });

    /// <summary>Lets all instances come to an end within their workers' grace; a second time, it ends what runs in them now.</summary>
    public void Terminate() => Post(() => _fleet.KillAsync(TerminateSignal));

    /// <summary>Winds down, and ends all instances now with all that runs in them.</summary>
    public void Cancel() => Post(() =>
    {
        _keeper.WindDown();
        return _fleet.CancelAsync();
    });

    /// <summary>Works until the tree was wound down and nothing of it is left, or the instance around it is gone.</summary>
    /// <exception cref="FluxException">This user is a guest of the instance, and may not watch its jobs.</exception>
    public async Task<TreeEnd> RunAsync()
    {
        using var readers = new CancellationTokenSource();
        Task events = ReadJobsAsync(readers.Token);
        Task changes = ReadNodesAsync(readers.Token);
        try
        {
            while (!_isLost && !(_keeper.IsWindingDown && _keeper.IsEmpty))
            {
                await WorkAsync();
            }

            return _isLost ? TreeEnd.Lost : TreeEnd.WoundDown;
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

    private void Post(Func<Task> work) => _work.Writer.TryWrite(work);

    private async Task WorkAsync()
    {
        Instant now = Instant.Now(_clock);
        IReadOnlyList<KeeperOrder> orders = _keeper.Turn(now);
        await _fleet.SubmitAsync(orders.OfType<KeeperOrder.Submit>());
        foreach (KeeperOrder.Drain drain in orders.OfType<KeeperOrder.Drain>())
        {
            TreeLog.Drains(_logger, drain.Part.Name);
            await _fleet.DrainAsync(drain.Part);
        }

        if (_keeper.IsHopeless)
        {
            _hopeless.TrySetResult();
        }

        await WaitAsync(_keeper.NextDeadline(now));
        while (_work.Reader.TryRead(out Func<Task>? work))
        {
            await work();
        }
    }

    private async Task WaitAsync(Instant? deadline)
    {
        TimeSpan left = deadline is { } time ? time - Instant.Now(_clock) : Timeout.InfiniteTimeSpan;
        if (deadline is not null && left <= TimeSpan.Zero)
        {
            return;
        }

        using var limit = new CancellationTokenSource(left, _clock);
        try
        {
            await _work.Reader.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The time has come before anything else did.
        }
    }

    private async Task ReadJobsAsync(CancellationToken stop)
    {
        try
        {
            await foreach (JobEvent happened in _flux.Jobs.EventsAsync(withEnded: false, stop))
            {
                Post(() => _fleet.NoteAsync(happened));
            }

            // In an instance that shuts down the stream ends before the connection breaks.
            Post(() =>
            {
                _isLost = true;
                return Task.CompletedTask;
            });
        }
        catch (OperationCanceledException)
        {
            // The tree has ended.
        }
        catch (FluxException e)
        {
            Post(() => Task.FromException(e));
        }
    }

    private async Task ReadNodesAsync(CancellationToken stop)
    {
        try
        {
            await foreach (ResourceChange change in _flux.Resources.ChangesAsync(stop))
            {
                IdSet up = (await _flux.Resources.StatusAsync(stop)).Up;
                TreeLog.NodesChanged(_logger, change.Ranks.ToString(), change.Kind, up.ToString());
                Post(() =>
                {
                    _keeper.UseNodes(up.Select(static rank => (int)rank));
                    return Task.CompletedTask;
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The tree has ended.
        }
        catch (FluxLostException)
        {
            // The reader of job events tells it.
        }
        catch (FluxException e)
        {
            TreeLog.NoChanges(_logger, e.Words);
        }
    }
}
