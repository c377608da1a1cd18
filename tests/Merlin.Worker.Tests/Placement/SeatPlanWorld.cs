using Merlin.Broker;
using Merlin.Worker.Instances;
using Merlin.Worker.Placement;

namespace Merlin.Worker.Tests.Placement;

/// <summary>A plan of seats, a Flux that obeys it, and chance.</summary>
internal sealed class SeatPlanWorld
{
    private readonly Random _chance;
    private readonly PretendFlux _flux;
    private readonly List<(Wish Wish, Seat Seat)> _running = [];
    private readonly List<(PretendFlux.Job Job, Seat Launcher, bool IsKnown)> _launched = [];
    private int _number;

    public SeatPlanWorld(int seed, int[] cores, int[] gpus, int most = int.MaxValue / 2)
    {
        _chance = new Random(seed);
        Plan = new SeatPlan<Wish>(Instance(cores, gpus), most);
        _flux = new PretendFlux(Plan.Book, cores, gpus);
    }

    public SeatPlan<Wish> Plan { get; }

    public List<Wish> Begun { get; } = [];

    public List<Wish> Ended { get; } = [];

    public List<Wish> Misfits { get; } = [];

    public int Placeholders => _flux.Placeholders;

    public bool IsQuiet => _running.Count == 0 && _flux.IsEmpty && !Plan.HasWaiting;

    public static WorkerInstance Instance(int[] cores, int[] gpus) => new()
    {
        Address = "local:///nowhere",
        Nodes =
        [
            .. cores.Select((count, rank) => new InstanceNode(
                rank, $"n{rank}", [.. Enumerable.Range(0, count)], [.. Enumerable.Range(0, gpus[rank])])),
        ],
    };

    public Wish Add(TaskDemand demand)
    {
        var wish = new Wish(++_number, demand);
        Plan.Add(wish, demand);
        return wish;
    }

    /// <summary>Whether a task does not wait any more, for whatever reason.</summary>
    public bool HasLeft(Wish wish) => wish.IsDropped || Begun.Contains(wish) || Misfits.Contains(wish);

    /// <summary>Says which nodes may be used; jobs that wait in Flux and do not fit any more are taken back.</summary>
    public void UseNodes(Func<int, bool> isUp)
    {
        Plan.UseNodes(isUp);
        foreach (PretendFlux.Job job in _flux.Waiting.ToArray())
        {
            if ((Plan.Book.Resources?.SlotsFor(job.Wish!.Demand.Shape) ?? 0) == 0)
            {
                _flux.End(job);
                Begun.Remove(job.Wish!);
                Misfits.Add(job.Wish!);
                Plan.End(job.Seat!);
            }
        }

        Obey();
        Check();
    }

    /// <summary>Lets everything begin that may.</summary>
    public void Begin()
    {
        foreach (bool forSpawner in (bool[])[true, false])
        {
            while (Plan.TryBegin(forSpawner, static wish => !wish.IsDropped, out Wish? wish, out Seat? seat))
            {
                Assert.Equal(forSpawner, seat.IsSpawned);
                Begun.Add(wish);
                if (wish.Demand.IsFluxs)
                {
                    _flux.Submit(new PretendFlux.Job { Wish = wish, Seat = seat });
                }
                else
                {
                    _running.Add((wish, seat));
                }
            }
        }

        while (Plan.TryTakeMisfit(static wish => !wish.IsDropped, out Wish? misfit))
        {
            Misfits.Add(misfit);
        }

        Obey();
        Check();
    }

    /// <summary>Lets something that runs end, if anything does; not a task that waits for a job that it has launched.</summary>
    public void EndOne()
    {
        List<(Wish Wish, Seat Seat)> tasks = [.. _running.Where(task => !_launched.Exists(job => job.Launcher == task.Seat))];
        List<PretendFlux.Job> jobs = [.. _flux.Tasks, .. _flux.Extras];
        int all = tasks.Count + jobs.Count;
        if (all == 0)
        {
            return;
        }

        int which = _chance.Next(all);
        if (which < tasks.Count)
        {
            End(tasks[which]);
        }
        else
        {
            End(jobs[which - tasks.Count]);
        }

        Obey();
        Check();
    }

    /// <summary>Lets the script of a task that holds cores launch a job which its step does not state.</summary>
    public void Launch(ResourceShape shape)
    {
        List<Seat> seats = [.. _running.Select(static task => task.Seat).Where(seat => !_launched.Exists(job => job.Launcher == seat))];
        if (seats.Count > 0)
        {
            Seat launcher = seats[_chance.Next(seats.Count)];
            var job = new PretendFlux.Job { Extra = new ExtraJob(new TaskDemand(LaunchWay.Job, shape), launcher, HasWaited: false) };
            _launched.Add((job, launcher, IsKnown: false));
            _flux.Submit(job);
        }
    }

    /// <summary>Lets Flux start what it has room for.</summary>
    public void Schedule()
    {
        foreach (PretendFlux.Job job in _flux.Schedule())
        {
            if (job.Block is { } block)
            {
                Plan.Sharing.Cover(block, [.. job.Cores.Select(static core => core.Core)], [.. job.Gpus.Select(static gpu => gpu.Gpu)]);
                Plan.Weigh();
            }
        }

        MakeRoom();
        Obey();
        Check();
    }

    private void End((Wish Wish, Seat Seat) task)
    {
        _running.Remove(task);
        Ended.Add(task.Wish);
        Plan.End(task.Seat);
    }

    private void End(PretendFlux.Job job)
    {
        _flux.End(job);
        if (job.Extra is { } extra)
        {
            _launched.RemoveAll(launched => launched.Job == job);
            Plan.Extras.Remove(extra);
            Plan.Weigh();
        }
        else
        {
            Ended.Add(job.Wish!);
            Plan.End(job.Seat!);
        }
    }

    // For the jobs that Flux could not start at once; the others count, too.
    private void MakeRoom()
    {
        PretendFlux.Job[] waiting = [.. _flux.WaitingExtras];
        foreach (PretendFlux.Job job in waiting.Concat(_flux.Extras))
        {
            int place = _launched.FindIndex(launched => launched.Job == job && !launched.IsKnown);
            if (place >= 0)
            {
                _launched[place] = _launched[place] with { IsKnown = true };
                job.Extra = job.Extra! with { HasWaited = waiting.Contains(job) };
                Plan.Extras.Add(job.Extra);
                Plan.Weigh();
            }
        }
    }

    private void Obey()
    {
        for (IReadOnlyList<BlockOrder> orders = Plan.Sharing.TakeOrders(); orders.Count > 0; orders = Plan.Sharing.TakeOrders())
        {
            foreach (BlockOrder order in orders)
            {
                if (order.Begins)
                {
                    _flux.Submit(new PretendFlux.Job { Block = order.Block });
                }
                else
                {
                    _flux.End(_flux.PlaceholderOf(order.Block)!);
                    Plan.Sharing.Uncover(order.Block);
                    Plan.Weigh();
                }
            }
        }
    }

    private void Check()
    {
        var cores = new HashSet<(int, int)>();
        var gpus = new HashSet<(int, int)>();
        foreach ((Wish wish, Seat seat) in _running.Where(static task => !task.Seat.HasYielded))
        {
            Assert.Equal((wish.Demand.Cores, wish.Demand.Gpus), (seat.Cores.Length, seat.Gpus.Length));
            Assert.All(seat.Cores, core => Assert.True(cores.Add((seat.Node, core)), "two tasks share a core"));
            Assert.All(seat.Gpus, gpu => Assert.True(gpus.Add((seat.Node, gpu)), "two tasks share a GPU"));
            Assert.All(seat.Cores, core => Assert.False(_flux.IsAJobs(seat.Node, core), "a task and a job share a core"));
            Assert.All(seat.Gpus, gpu => Assert.False(_flux.IsAJobsGpu(seat.Node, gpu), "a task and a job share a GPU"));
        }
    }

    public TaskDemand AnyDemand(LaunchWay[] ways, int mostCores, int mostNodes, int mostGpus)
    {
        LaunchWay way = ways[_chance.Next(ways.Length)];
        int perProc = 1 + _chance.Next(mostCores);
        int gpus = _chance.Next(mostGpus + 1);
        int nodes = _chance.Next(mostNodes + 1);
        return way is LaunchWay.Job or LaunchWay.Script
            ? new TaskDemand(way, new ResourceShape(nodes, Math.Max(1, nodes) + _chance.Next(2), perProc, gpus))
            : new TaskDemand(way, new ResourceShape(0, 1, perProc, gpus));
    }

    public int Next(int below) => _chance.Next(below);
}
