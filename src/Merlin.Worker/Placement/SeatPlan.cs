using System.Diagnostics.CodeAnalysis;
using Merlin.Worker.Instances;

namespace Merlin.Worker.Placement;

/// <summary>
/// Decides which of the prepared tasks may begin in the worker's instance, and where: never more than fits, nothing for ever
/// behind something smaller, and no core both a task's and a Flux job's.
/// </summary>
/// <typeparam name="T">What stands for a task.</typeparam>
internal sealed class SeatPlan<T> : ISeating
    where T : class
{
    private readonly WaitingLine<T> _packed;
    private readonly WaitingLine<T> _jobs;
    private readonly Dictionary<TaskDemand, int> _inFlux = [];
    private readonly Dictionary<TaskDemand, int> _seated = [];
    private readonly Need _needOfJobs = new();
    private readonly Need _needOfPacked = new();
    private long _coresInFlux;
    private readonly int _most;
    private int _packedTasks;
    private int _jobTasks;
    private long _number;
    private bool _asksForSpawner;

    /// <summary>Begins with nothing in hand.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="most">How many tasks may run at once, also where more would fit.</param>
    public SeatPlan(WorkerInstance instance, int most)
    {
        _most = most;
        Book = new CoreBook(instance);
        int patience = Math.Max(SeatPlanLimits.LeastPatience, instance.Nodes.Sum(static node => node.Cores.Count));
        _packed = new WaitingLine<T>(patience);
        _jobs = new WaitingLine<T>(patience);
        Sharing = new Sharing(Book, patience);
    }

    /// <summary>The nodes.</summary>
    public CoreBook Book { get; }

    /// <summary>Whose the cores are.</summary>
    public Sharing Sharing { get; }

    /// <summary>The jobs that no task's seat has room for.</summary>
    public ExtraJobs Extras { get; } = new();

    /// <summary>Whether any task waits.</summary>
    public bool HasWaiting => !_packed.IsEmpty || !_jobs.IsEmpty;

    /// <summary>Grows with everything that may let tasks begin that could not before.</summary>
    public long Changes { get; private set; }

    /// <summary>Whether Flux has, or is to have, anything to do with what is in hand.</summary>
    public bool InvolvesFlux => _inFlux.Count > 0 || !_jobs.IsEmpty || Extras.HaveWaited || Sharing.Stage != SharingStage.Alone;

    private int WaitingKinds => _packed.Kinds + _jobs.Kinds;

    /// <summary>A task is prepared.</summary>
    public void Add(T task, in TaskDemand demand)
    {
        (demand.IsFluxs ? _jobs : _packed).Add(task, demand, ++_number);
        Weigh();
    }

    /// <summary>Lets the next task begin that can.</summary>
    /// <param name="forSpawner">Whether the one who asks starts processes of the worker; otherwise all others.</param>
    /// <param name="claims">Whether a task is still wanted.</param>
    /// <param name="task">The task.</param>
    /// <param name="seat">What it holds from now on.</param>
    public bool TryBegin(
        bool forSpawner, Func<T, bool> claims, [NotNullWhen(true)] out T? task, [NotNullWhen(true)] out Seat? seat)
    {
        _asksForSpawner = forSpawner;
        int kinds;
        do
        {
            kinds = WaitingKinds;
            if (_packed.TryTake(this, claims, out task, out TaskDemand demand) || _jobs.TryTake(this, claims, out task, out demand))
            {
                seat = Hold(demand);
                Weigh();
                return true;
            }
        }
        while (WeighIfFewerThan(kinds));

        seat = null;
        return false;
    }

    /// <summary>Takes a task that fits on none of the nodes that are up, so that another worker may have it.</summary>
    public bool TryTakeMisfit(Func<T, bool> claims, [NotNullWhen(true)] out T? task)
    {
        int kinds = WaitingKinds;
        bool isTaken = _packed.TryTakeMisfit(this, claims, out task) || _jobs.TryTakeMisfit(this, claims, out task);
        WeighIfFewerThan(kinds);
        return isTaken;
    }

    /// <summary>A task that had begun holds nothing any more.</summary>
    public void End(Seat seat)
    {
        if (seat.Demand.IsFluxs)
        {
            Count(_inFlux, seat.Demand, -1);
        }
        else
        {
            Yield(seat);
            _packedTasks--;
        }

        Weigh();
    }

    /// <summary>Says which nodes may be used.</summary>
    /// <param name="isUp">Whether that of a rank may.</param>
    public void UseNodes(Func<int, bool> isUp)
    {
        Book.UseNodes(isUp);
        Sharing.NodesChanged();
        Weigh();
    }

    /// <summary>Divides the cores anew, after a placeholder has changed.</summary>
    public void Weigh()
    {
        Changes++;
        if (InvolvesFlux)
        {
            Sum(_needOfJobs, _inFlux, _jobs);
            WeighExtras();
            Sum(_needOfPacked, _seated, _packed);
            Sharing.Weigh(_needOfJobs, _needOfPacked, packedWait: !_packed.IsEmpty && _packedTasks < _most);
        }
    }

    /// <inheritdoc/>
    public SeatAnswer Ask(in TaskDemand demand) => demand.IsFluxs ? AskForJob(demand) : AskForPacked(demand);

    // Of a kind that is gone nothing may have begun: those that waited were not wanted any more, or went elsewhere.
    private bool WeighIfFewerThan(int kinds)
    {
        if (WaitingKinds == kinds)
        {
            return false;
        }

        Weigh();
        return true;
    }

    private SeatAnswer AskForPacked(in TaskDemand demand)
    {
        int node = _packedTasks < _most ? Book.Find(demand) : -1;
        if (node >= 0)
        {
            return Book.IsSpawned(demand, node) == _asksForSpawner ? SeatAnswer.Seated : SeatAnswer.Anothers;
        }

        return Book.CouldHold(demand) ? SeatAnswer.Full : SeatAnswer.Never;
    }

    private SeatAnswer AskForJob(in TaskDemand demand)
    {
        long fitting = Book.Resources?.SlotsFor(demand.Shape) ?? 0;
        if (fitting == 0)
        {
            return SeatAnswer.Never;
        }

        long room = Sharing.CoresOfJobs;
        bool isAhead = _coresInFlux + demand.Cores > room;
        if (room < demand.Cores
            || _jobTasks >= _most + SeatPlanLimits.JobsAhead
            || (isAhead && _coresInFlux - room > (long)demand.Cores * (SeatPlanLimits.JobsAhead - 1))
            || _inFlux.GetValueOrDefault(demand) >= fitting + SeatPlanLimits.JobsAhead)
        {
            return SeatAnswer.Full;
        }

        return (demand.Way == LaunchWay.Script) == _asksForSpawner ? SeatAnswer.Seated : SeatAnswer.Anothers;
    }

    private Seat Hold(in TaskDemand demand)
    {
        Sharing.Began(demand.IsFluxs);
        if (demand.IsFluxs)
        {
            Count(_inFlux, demand, 1);
            return new Seat(demand, -1, [], []) { IsSpawned = demand.Way == LaunchWay.Script };
        }

        Count(_seated, demand, 1);
        _packedTasks++;
        return Book.TryHold(demand, out Seat? seat) ? seat! : throw new InvalidOperationException("A seat that was free is not.");
    }

    private void Yield(Seat seat)
    {
        if (!seat.Demand.IsFluxs && !seat.HasYielded)
        {
            seat.HasYielded = true;
            Count(_seated, seat.Demand, -1);
            Book.Release(seat);
        }
    }

    private void Count(Dictionary<TaskDemand, int> counts, in TaskDemand demand, int change)
    {
        int count = counts.GetValueOrDefault(demand) + change;
        if (count == 0)
        {
            counts.Remove(demand);
        }
        else
        {
            counts[demand] = count;
        }

        if (demand.IsFluxs)
        {
            _coresInFlux += demand.Cores * change;
            _jobTasks += change;
        }
    }

    // A script that has launched a job gives back what it holds itself: that may be the very core which its job waits for, or
    // one that Flux has given to it.
    private void WeighExtras()
    {
        Extras.AddTo(_needOfJobs, Book);
        if (!_needOfJobs.IsNone)
        {
            foreach (Seat launcher in Extras.Launchers)
            {
                Yield(launcher);
            }
        }
    }

    private static void Sum(Need need, Dictionary<TaskDemand, int> begun, WaitingLine<T> line)
    {
        need.Clear();
        foreach ((TaskDemand demand, int count) in begun)
        {
            need.Add(demand, count);
        }

        line.AddTo(need);
    }
}
