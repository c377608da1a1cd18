using System.Diagnostics.CodeAnalysis;
using Merlin.Broker;
using Merlin.Worker.Instances;
using Merlin.Worker.Processes;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Placement;

/// <summary>
/// The prepared tasks of a worker with an instance, for the two threads that start them: the spawner, and the one that
/// speaks with Flux.
/// </summary>
/// <remarks>
/// Its lock may be taken while that of <see cref="ReadyQueue"/> is held, and nothing is locked under it but what
/// <paramref name="begun"/> and <paramref name="wakeOther"/> lock.
/// </remarks>
/// <param name="instance">The instance.</param>
/// <param name="most">How many tasks may run at once, also where more would fit.</param>
/// <param name="begun">Learns of each that begins.</param>
/// <param name="wakeOther">Wakes the thread that speaks with Flux: there may be something for it to do.</param>
internal sealed class PlacedTasks(WorkerInstance instance, int most, BegunTasks begun, Action wakeOther) : IPreparedTasks
{
    private readonly Lock _gate = new();
    private readonly SeatPlan<TaskRun> _plan = new(instance, most);
    private readonly bool _hasOtherNodes = instance.Nodes.Count > 1;
    private bool _spawnerMayBegin;
    private bool _otherIsPaused;

    /// <inheritdoc/>
    public bool HasWaiting
    {
        get
        {
            lock (_gate)
            {
                return _plan.HasWaiting;
            }
        }
    }

    /// <inheritdoc/>
    public bool MayBegin
    {
        get
        {
            lock (_gate)
            {
                return _spawnerMayBegin;
            }
        }
    }

    private bool ConcernsOther => _plan.InvolvesFlux || (_hasOtherNodes && _plan.HasWaiting);

    /// <inheritdoc/>
    public void Add(TaskRun run) => Change(plan => plan.Add(run, run.Node.Demand));

    /// <inheritdoc/>
    public bool TryBegin([NotNullWhen(true)] out TaskRun? run)
    {
        bool begins;
        bool concernsOther;
        lock (_gate)
        {
            long before = _plan.Changes;
            begins = TryBegin(forSpawner: true, out run);
            _spawnerMayBegin = begins;
            concernsOther = _plan.Changes != before && ConcernsOther;
        }

        if (concernsOther)
        {
            wakeOther(); // cores may be divided otherwise now, and what waits on may fit on other nodes only
        }

        return begins;
    }

    /// <summary>The same for the thread that speaks with Flux.</summary>
    public bool TryBeginElsewhere([NotNullWhen(true)] out TaskRun? run)
    {
        lock (_gate)
        {
            run = null;
            long before = _plan.Changes;
            bool begins = !_otherIsPaused && TryBegin(forSpawner: false, out run);
            LetSpawnerLook(before);
            return begins;
        }
    }

    /// <summary>Takes a task that fits on none of the nodes that are up; it counts as begun.</summary>
    public bool TryTakeMisfit([NotNullWhen(true)] out TaskRun? run)
    {
        lock (_gate)
        {
            run = null;
            long before = _plan.Changes;
            bool isTaken = !_otherIsPaused && _plan.TryTakeMisfit(Claims, out run);
            LetSpawnerLook(before);
            return isTaken;
        }
    }

    /// <inheritdoc/>
    public void Vacate(TaskRun run)
    {
        if (run.Seat is { } seat)
        {
            Change(plan =>
            {
                plan.End(seat);
                run.Seat = null;
            });
        }
    }

    /// <summary>What a task held that has begun is free.</summary>
    public void Release(Seat seat) => Change(plan => plan.End(seat));

    /// <summary>Lets the thread that speaks with Flux begin nothing, or lets it again.</summary>
    public void Pause(bool paused)
    {
        lock (_gate)
        {
            _otherIsPaused = paused;
        }

        wakeOther();
    }

    /// <summary>What is to be done with placeholders.</summary>
    public IReadOnlyList<BlockOrder> TakeOrders()
    {
        lock (_gate)
        {
            return _plan.Sharing.TakeOrders();
        }
    }

    /// <summary>A placeholder has its cores.</summary>
    public void Cover(Block block, IReadOnlyList<int> cores, IReadOnlyList<int> gpus) => Change(plan =>
    {
        plan.Sharing.Cover(block, cores, gpus);
        plan.Weigh();
    });

    /// <summary>A placeholder is gone.</summary>
    public void Uncover(Block block) => Change(plan =>
    {
        plan.Sharing.Uncover(block);
        plan.Weigh();
    });

    /// <summary>There is a job that is no task.</summary>
    /// <param name="shape">What it holds.</param>
    /// <param name="launcher">The task whose script has launched it; null for none.</param>
    /// <param name="hasWaited">Whether it had to wait for cores.</param>
    /// <returns>What was added; null when the task's seat has room for the job, as soon as it is its turn.</returns>
    public ExtraJob? TryAdd(ResourceShape shape, TaskRun? launcher, bool hasWaited)
    {
        ExtraJob? extra = null;
        Change(plan =>
        {
            Seat? seat = launcher?.Seat;
            if (seat?.Demand.IsForJobsLike(shape) != true)
            {
                extra = new ExtraJob(new TaskDemand(LaunchWay.Job, shape), seat, hasWaited);
                plan.Extras.Add(extra);
                plan.Weigh();
            }
        });
        return extra;
    }

    /// <summary>A job that was added has ended.</summary>
    public void Remove(ExtraJob job) => Change(plan =>
    {
        plan.Extras.Remove(job);
        plan.Weigh();
    });

    /// <summary>Says which nodes may be used.</summary>
    /// <param name="isUp">Whether that of a rank may.</param>
    /// <returns>What the instance has now, as the broker of the leases counts it; null when no node is left.</returns>
    public InstanceResources? SetNodes(Func<int, bool> isUp)
    {
        InstanceResources? resources = null;
        Change(plan =>
        {
            plan.UseNodes(isUp);
            resources = plan.Book.Resources;
        });
        return resources;
    }

    private static bool Claims(TaskRun run) => run.TryMove(RunStage.Prepared, RunStage.Begun);

    // What the other thread begins may divide the cores otherwise, too.
    private void LetSpawnerLook(long before) => _spawnerMayBegin |= _plan.Changes != before && _plan.HasWaiting;

    private bool TryBegin(bool forSpawner, [NotNullWhen(true)] out TaskRun? run)
    {
        bool begins = _plan.TryBegin(forSpawner, Claims, out run, out Seat? seat);
        if (begins)
        {
            run!.Seat = seat;
            begun.Add(run);
        }

        return begins;
    }

    private void Change(Action<SeatPlan<TaskRun>> change)
    {
        bool concernsOther;
        lock (_gate)
        {
            change(_plan);
            _spawnerMayBegin = _plan.HasWaiting;
            concernsOther = ConcernsOther;
        }

        if (concernsOther)
        {
            wakeOther();
        }
    }
}
