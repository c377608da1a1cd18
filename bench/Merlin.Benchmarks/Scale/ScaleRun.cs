using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Benchmarks.Scale;

/// <summary>One simulated study on one simulated machine.</summary>
internal sealed class ScaleRun
{
    private const double Second = 1e6;
    private const double LineSilence = 15 * Second;
    private const int Steps = 3;

    private static readonly SchedulerOptions Scheduling = new();

    private readonly ScaleOptions _options;
    private readonly World _world = new();
    private readonly Tally _tally = new();
    private readonly Chance _chance;
    private readonly List<double> _deaths = [];
    private RootActor _root;
    private List<AgentActor> _agents = [];
    private List<LeafActor> _leaves = [];

    public ScaleRun(ScaleOptions options)
    {
        _options = options;
        _chance = new Chance(options);
        _root = new RootActor(_world, Scheduling);
        int agents = options.LeavesPerAgent == 0 ? 0 : (options.Nodes + options.LeavesPerAgent - 1) / options.LeavesPerAgent;
        for (int i = 0; i < agents; i++)
        {
            _agents.Add(new AgentActor(_world, _root, i, Scheduling));
            _world.Plan(_agents[i], 0);
        }

        for (int i = 0; i < options.Nodes; i++)
        {
            HostActor above = agents == 0 ? _root : _agents[i / options.LeavesPerAgent];
            _leaves.Add(new LeafActor(_world, above, i, options, _chance, _tally));
            _world.Plan(_leaves[i], 1000 + (_chance.Uniform() * 1000));
            PlanDeath(_leaves[i], above);
        }
    }

    /// <summary>When the study was submitted, in microseconds: all leaves were attached by then.</summary>
    private double Begin { get; } = 10 * Second;

    /// <summary>What the work would take if no core were ever idle, by the work that is expected.</summary>
    private double ExpectedIdeal => Steps * _options.Samples * (1 + _options.Retries) / ((double)_options.Nodes * _options.Cores);

    /// <summary>Runs to the study's end.</summary>
    public ScaleResult Run()
    {
        _world.RunUntil(() => _world.Now >= Begin);
        Submit();
        _world.RunUntil(() => _root.Ended is not null);
        double makespan = (_root.Ended!.Value - Begin) / Second;
        return new ScaleResult(_options, makespan, Ideal(), _tally, _root.Statistics, [.. _agents.Select(agent => agent.Statistics)]);
    }

    /// <summary>Runs until half of the tasks have ended, and weighs what is there.</summary>
    public ScaleWeight Weigh()
    {
        _world.RunUntil(() => _world.Now >= Begin);
        Submit();
        _world.RunUntil(() => _root.TasksEnded >= Steps * _options.Samples / 2);
        long all = GC.GetTotalMemory(forceFullCollection: true);
        int agents = _agents.Count;
        _leaves = [];
        _world.Forget();
        long withoutLeaves = GC.GetTotalMemory(forceFullCollection: true);
        _agents = [];
        _root.ForgetPeers();
        long root = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(_root);
        _root = null!;
        long rest = GC.GetTotalMemory(forceFullCollection: true);
        return new ScaleWeight(root - rest, agents == 0 ? 0 : (withoutLeaves - root) / agents, all);
    }

    // The time T at which the cores that there were up to then could have done all that was done.
    private double Ideal()
    {
        double cores = (double)_options.Nodes * _options.Cores;
        double ideal = _tally.Work / cores;
        for (int i = 0; i < 10; i++)
        {
            double lost = _deaths.Sum(death => Math.Max(0, ideal - death) * _options.Cores);
            ideal = (_tally.Work + lost) / cores;
        }

        return ideal;
    }

    private void PlanDeath(LeafActor leaf, HostActor above)
    {
        if (_chance.Uniform() < _options.Losses)
        {
            double death = _chance.Uniform() * ExpectedIdeal;
            _deaths.Add(death);
            var end = new Death(_world, leaf, above);
            _world.Plan(end, Begin + (death * Second));
        }
    }

    private void Submit()
    {
        ArraySpec[] arrays =
        [
            .. Enumerable.Range(0, Steps).Select(step => new ArraySpec(
                $"step{step}", "merlin", _options.Samples, 16, 30, TimeSpan.FromSeconds(1),
                step == 0 ? [] : [new ArrayDependency(step - 1, ArrayDependencyKind.Elementwise)])),
        ];
        _root.Submit(new StudySubmission("scale", "/scale", RootActor.Anyone.Owner, arrays, new byte[1000]));
    }

    /// <summary>The end of a node: nothing is heard of it any more, and after a while its line counts as closed.</summary>
    private sealed class Death(World world, LeafActor leaf, HostActor above) : Actor(world)
    {
        public override double Act(double now)
        {
            if (!leaf.IsDead)
            {
                leaf.IsDead = true;
                return now + LineSilence;
            }

            above.Send(leaf, new LineClosed(), now);
            return double.MaxValue;
        }
    }
}
