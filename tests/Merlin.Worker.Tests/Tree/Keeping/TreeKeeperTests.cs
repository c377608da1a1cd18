using Merlin.Broker;
using Merlin.Worker.Tree.Keeping;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Worker.Tests.Tree.Keeping;

public sealed class TreeKeeperTests
{
    private static readonly KeeperLimits Limits = new();
    private Instant _now = new(1_000_000);

    [Fact]
    public void Every_part_is_submitted_once_to_nodes_of_its_own()
    {
        TreeKeeper keeper = Keeper(nodes: 3, down: 0);

        Assert.Equal(["w-1@0", "w-2@1", "w-3@2"], Submitted(keeper));
        Assert.Empty(keeper.Turn(_now));
        Assert.Equal(3, keeper.Count(PartState.Submitted));
    }

    [Fact]
    public void Nodes_that_are_down_get_nothing_until_they_are_back()
    {
        TreeKeeper keeper = Keeper(nodes: 3, down: 1);

        Assert.Equal(["w-1@1", "w-2@2"], Submitted(keeper));
        keeper.UseNodes([0, 1, 2]);
        Assert.Equal(["w-3@0"], Submitted(keeper));
    }

    [Fact]
    public void What_ends_after_a_while_is_replaced_at_once()
    {
        TreeKeeper keeper = Keeper(nodes: 1, down: 0);
        Submitted(keeper);
        keeper.Started("w-1", _now);
        Pass(Limits.SoonAfterStart);
        keeper.Ended("w-1", _now);

        Assert.Equal(["w-1@0"], Submitted(keeper));
    }

    [Fact]
    public void What_ends_at_once_again_and_again_is_tried_ever_later_and_then_given_up()
    {
        TreeKeeper keeper = Keeper(nodes: 1, down: 0);
        TimeSpan pause = Limits.FirstPause;
        for (int i = 1; i < Limits.MostSoonEnds; i++, pause *= 2)
        {
            Assert.Single(Submitted(keeper));
            keeper.Started("w-1", _now);
            keeper.Ended("w-1", _now);
            Assert.Empty(Submitted(keeper));
            Assert.Equal(_now + pause, keeper.NextDeadline(_now));
            Assert.False(keeper.IsHopeless);
            Pass(pause);
        }

        Assert.Single(Submitted(keeper));
        keeper.Ended("w-1", _now);

        Assert.True(keeper.IsHopeless && keeper.IsEmpty);
        Assert.Equal(PartState.GivenUp, keeper.StateOf("w-1"));
        Assert.Null(keeper.NextDeadline(_now));
        Pass(Limits.LongestPause);
        Assert.Empty(keeper.Turn(_now));
    }

    [Fact]
    public void What_says_that_others_would_do_no_better_is_given_up_at_once()
    {
        TreeKeeper keeper = Keeper(nodes: 2, down: 0);
        Submitted(keeper);
        keeper.Started("w-1", _now);
        Pass(2 * Limits.SoonAfterStart);
        keeper.Ended("w-1", _now, isHopeless: true);

        Assert.Equal(PartState.GivenUp, keeper.StateOf("w-1"));
        Assert.Empty(Submitted(keeper));
        Assert.False(keeper.IsHopeless);
        keeper.Ended("w-2", _now, isHopeless: true);
        Assert.True(keeper.IsHopeless);
    }

    [Fact]
    public void One_that_lives_pays_for_those_that_did_not()
    {
        TreeKeeper keeper = Keeper(nodes: 1, down: 0);
        for (int i = 0; i < 3 * Limits.MostSoonEnds; i++)
        {
            Assert.Single(Submitted(keeper));
            keeper.Started("w-1", _now);
            Pass(i % 3 == 2 ? Limits.SoonAfterStart : TimeSpan.Zero);
            keeper.Ended("w-1", _now);
            Pass(Limits.LongestPause);
        }

        Assert.False(keeper.IsHopeless);
    }

    [Fact]
    public void An_instance_on_a_node_that_is_not_to_be_used_is_drained_once_and_moves()
    {
        TreeKeeper keeper = Keeper(nodes: 2, down: 1);
        Submitted(keeper);
        keeper.Started("w-1", _now);
        keeper.UseNodes([0]);

        Assert.Equal("w-1", Assert.IsType<KeeperOrder.Drain>(keeper.Turn(_now)[0]).Part.Name);
        Assert.DoesNotContain(keeper.Turn(_now), static order => order is KeeperOrder.Drain);
        keeper.Ended("w-1", _now);
        keeper.UseNodes([0, 1]);

        Assert.Equal(["w-1@1"], Submitted(keeper));
        Assert.Equal(2, keeper.Count(PartState.Submitted));
    }

    [Fact]
    public void Whoever_winds_down_submits_nothing_more()
    {
        TreeKeeper keeper = Keeper(nodes: 2, down: 0);
        Submitted(keeper);
        keeper.WindDown();
        keeper.Ended("w-1", _now);
        Pass(Limits.LongestPause);

        Assert.Empty(keeper.Turn(_now));
        Assert.Null(keeper.NextDeadline(_now));
        Assert.False(keeper.IsEmpty);
        keeper.Ended("w-2", _now);
        Assert.True(keeper.IsEmpty);
    }

    [Fact]
    public void No_node_ever_has_more_than_it_takes()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Live(new Random(seed), seed);
        }
    }

    private static void Live(Random random, int seed)
    {
        AllocationNode[] nodes = [.. Enumerable.Range(0, random.Next(1, 9)).Select(rank => Node(rank, random.Next(4) > 0))];
        TreeWorker[] workers =
        [
            Worker("a") with { Concurrency = 1, InstanceCores = random.Next(2) == 0 ? 1 : null },
            Worker("b") with { Concurrency = 2, InstanceNodes = random.Next(1, nodes.Length + 1) },
        ];
        TreePlan plan = TreePlan.Make(nodes, workers);
        var keeper = new TreeKeeper(plan, Limits);
        var world = new Dictionary<string, (TreePart Part, IReadOnlyList<int> Ranks)>(StringComparer.Ordinal);
        HashSet<int> up = [.. nodes.Where(static node => node.IsUp).Select(static node => node.Rank)];
        var now = new Instant(0);
        for (int step = 0; step < 200; step++)
        {
            now += TimeSpan.FromSeconds(random.Next(20));
            foreach (KeeperOrder.Submit submit in keeper.Turn(now).OfType<KeeperOrder.Submit>())
            {
                Assert.True(world.TryAdd(submit.Part.Name, (submit.Part, submit.Ranks)), $"seed {seed}: twice");
                Assert.True(submit.Ranks.All(up.Contains), $"seed {seed}: a node that is down");
                Assert.Equal(submit.Part.Nodes, submit.Ranks.Distinct().Count());
            }

            foreach (AllocationNode node in nodes)
            {
                int cores = world.Values.Where(part => part.Ranks.Contains(node.Rank)).Sum(static part => part.Part.CoresPerNode);
                Assert.True(cores <= node.Cores, $"seed {seed}: rank {node.Rank} has {cores} cores in use of {node.Cores}");
            }

            Happen(random, keeper, world, up, nodes, now);
        }
    }

    private static void Happen(
        Random random,
        TreeKeeper keeper,
        Dictionary<string, (TreePart Part, IReadOnlyList<int> Ranks)> world,
        HashSet<int> up,
        AllocationNode[] nodes,
        Instant now)
    {
        int rank = nodes[random.Next(nodes.Length)].Rank;
        switch (random.Next(4))
        {
            case 0 when world.Count > 0:
                string dead = world.Keys.ElementAt(random.Next(world.Count));
                world.Remove(dead);
                keeper.Ended(dead, now);
                break;
            case 1 when world.Keys.FirstOrDefault(name => keeper.StateOf(name) == PartState.Submitted) is { } waiting:
                keeper.Started(waiting, now);
                break;
            case 2:
                _ = up.Add(rank) || up.Remove(rank);
                keeper.UseNodes(up);
                break;
        }
    }

    private static TreeKeeper Keeper(int nodes, int down) => new(
        TreePlan.Make([.. Enumerable.Range(0, nodes).Select(rank => Node(rank, rank >= down))], [Worker("w")]), Limits);

    private IEnumerable<string> Submitted(TreeKeeper keeper) =>
        [.. keeper.Turn(_now).OfType<KeeperOrder.Submit>().Select(static order => $"{order.Part.Name}@{string.Join(',', order.Ranks)}")];

    private void Pass(TimeSpan time) => _now += time;

    private static AllocationNode Node(int rank, bool isUp) => new(rank, $"host{rank}", 4, 0, isUp);

    private static TreeWorker Worker(string name) => new() { Name = name, Queues = [name] };
}
