using System.Globalization;
using Merlin.Broker;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Worker.Tests.Tree.Planning;

public sealed class TreePlanTests
{
    private static readonly ResourceShape OneCore = ResourceShape.OneCore;

    [Fact]
    public void Every_node_is_an_instance_unless_somebody_says_otherwise()
    {
        TreePlan plan = TreePlan.Make(Nodes(4, cores: 8), [Worker("w")]);

        Assert.Equal([(4, 1, 8)], Shapes(plan));
        Assert.Empty(plan.Problems);
        Assert.Equal((4, 0, 0), (plan.Leaves, plan.Agents, plan.IdleCores));
    }

    [Fact]
    public void An_instance_has_as_many_nodes_as_the_largest_step_needs()
    {
        TreePlan plan = TreePlan.Make(Nodes(7, cores: 8), [Worker("w", Step("a", nodes: 3), Step("b", nodes: 2))]);

        Assert.Equal([(2, 3, 8)], Shapes(plan));
        Assert.Equal(8, plan.IdleCores);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void A_worker_may_say_how_its_instances_are()
    {
        Assert.Equal([(2, 2, 8)], Shapes(TreePlan.Make(Nodes(4, 8), [Worker("w") with { InstanceNodes = 2 }])));
        Assert.Equal([(8, 1, 3)], Shapes(TreePlan.Make(Nodes(4, 8), [Worker("w") with { InstanceCores = 3 }])));
    }

    [Fact]
    public void Nodes_that_a_worker_asks_for_are_its_alone()
    {
        TreePlan plan = TreePlan.Make(Nodes(5, 8), [Worker("a") with { Nodes = 2 }, Worker("b"), Worker("c") with { Nodes = 1 }]);

        Assert.Equal(["a:2x1x8", "c:1x1x8", "b:2x1x8"], Named(plan));
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void Nodes_that_nobody_asks_for_are_left_over()
    {
        TreePlan plan = TreePlan.Make(Nodes(5, 8), [Worker("a") with { Nodes = 2 }]);

        Assert.Equal([2, 3, 4], plan.Unused.Select(static node => node.Rank));
        Assert.Equal(24, plan.IdleCores);
    }

    [Fact]
    public void Workers_that_say_nothing_are_one()
    {
        TreePlan plan = TreePlan.Make(Nodes(2, 8), [Worker("a"), Worker("b")]);

        Assert.Equal(["a+b:2x1x8"], Named(plan));
        Assert.Equal(["q-a", "q-b"], plan.Regions[0].Groups[0].Worker.Queues);
    }

    [Fact]
    public void Workers_with_a_concurrency_share_the_cores_of_each_node()
    {
        TreePlan plan = TreePlan.Make(
            Nodes(2, 12), [Worker("a") with { Concurrency = 1 }, Worker("b") with { Concurrency = 2 }]);

        Assert.Equal(["a:2x1x4", "b:2x1x8"], Named(plan));
        Assert.Equal(6, plan.Regions[0].Groups.Sum(static group => group.TasksAtOnce));
    }

    [Fact]
    public void A_worker_that_does_not_say_gets_what_the_others_leave()
    {
        TreePlan plan = TreePlan.Make(Nodes(1, 12), [Worker("a") with { Concurrency = 4 }, Worker("b")]);

        Assert.Equal(["a:1x1x4", "b:1x1x8"], Named(plan));
    }

    [Fact]
    public void Gpus_are_for_those_whose_steps_use_them()
    {
        TreePlan plan = TreePlan.Make(
            Nodes(2, 8, gpus: 4),
            [Worker("a") with { Concurrency = 4 }, Worker("b", Step("s", gpus: 1)) with { Concurrency = 4 }]);

        Assert.Equal([0, 4], plan.Regions[0].Groups.Select(static group => group.GpusPerNode));
    }

    [Fact]
    public void Nodes_that_differ_are_regions_of_their_own()
    {
        TreePlan plan = TreePlan.Make([.. Nodes(2, 8), .. Nodes(3, 4, gpus: 2, first: 2)], [Worker("w", Step("s", nodes: 3))]);

        Assert.Equal(["w:1x3x4"], Named(plan));
        Assert.Equal([0, 1], plan.Unused.Select(static node => node.Rank));
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void Nodes_that_are_up_are_dealt_out_first()
    {
        AllocationNode[] nodes = [.. Nodes(1, 8).Select(static node => node with { IsUp = false }), .. Nodes(2, 8, first: 1)];

        TreePlan plan = TreePlan.Make(nodes, [Worker("w") with { Nodes = 2 }]);

        Assert.Equal([1, 2], Assert.Single(plan.Regions).Nodes.Select(static node => node.Rank));
    }

    [Theory]
    [InlineData(64, null, 0)]
    [InlineData(65, null, 2)]
    [InlineData(4000, null, 63)]
    [InlineData(65, 1, 0)]
    [InlineData(2, 2, 1)]
    public void Too_many_instances_get_a_level_of_agents(int nodes, int? levels, int agents) =>
        Assert.Equal(agents, TreePlan.Make(Nodes(nodes, 8), [Worker("w") with { Levels = levels }]).Agents);

    [Fact]
    public void Parts_of_the_plan_have_names_of_their_own()
    {
        TreePlan plan = TreePlan.Make(Nodes(2, 8), [Worker("a") with { Nodes = 1, InstanceCores = 4 }, Worker("b")]);

        Assert.Equal(["a-1", "a-2", "b-1"], plan.Parts().Select(static part => part.Name));
    }

    [Fact]
    public void Agents_have_whole_instances()
    {
        TreePlan plan = TreePlan.Make(Nodes(200, 8), [Worker("w") with { InstanceNodes = 3, Levels = 2 }]);

        Assert.Equal([99, 99], plan.Parts().Select(static part => part.Nodes));
        Assert.All(plan.Parts(), static part => Assert.Null(part.Group));
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_said(string message, TreePlan plan) =>
        Assert.Contains(message, Assert.Single(plan.Problems), StringComparison.Ordinal);

    public static TheoryData<string, TreePlan> Impossible() => new()
    {
        { "Step 's' of worker 'w' needs 8 nodes, and the worker has 4", TreePlan.Make(Nodes(4, 8), [Worker("w", Step("s", nodes: 8))]) },
        { "Step 's' needs 1 process(es) of 9 core(s)", TreePlan.Make(Nodes(4, 8), [Worker("w", Step("s", cores: 9))]) },
        { "Step 's' needs 1 process(es) of 1 core(s) and 1 GPU(s)", TreePlan.Make(Nodes(4, 8), [Worker("w", Step("s", gpus: 1))]) },
        { "on 2 node(s), and the largest instance that serves it has 1 node(s)", TreePlan.Make(Nodes(4, 8), [Worker("w", Step("s", nodes: 2)) with { InstanceNodes = 1 }]) },
        { "Worker 'w' asks for 5 nodes, and of the 4 that the allocation has, 4 are left", TreePlan.Make(Nodes(4, 8), [Worker("w") with { Nodes = 5 }]) },
        { "Worker 'w' asks for instances of 5 nodes", TreePlan.Make(Nodes(4, 8), [Worker("w") with { InstanceNodes = 5 }]) },
        { "Worker 'w' asks for instances of 9 cores, and has 8", TreePlan.Make(Nodes(4, 8), [Worker("w") with { InstanceCores = 9 }]) },
        { "No node is left for worker 'v'", TreePlan.Make(Nodes(4, 8), [Worker("w") with { Nodes = 4 }, Worker("v")]) },
        { "2 workers (w, v) share nodes of 1 core(s)", TreePlan.Make(Nodes(4, 1), [Worker("w") with { Concurrency = 1 }, Worker("v")]) },
    };

    [Fact]
    public void No_core_is_in_two_instances_and_every_step_fits_or_is_complained_of()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            AllocationNode[] nodes = [.. Nodes(random.Next(1, 12), random.Next(1, 9), random.Next(3)), .. Nodes(random.Next(5), random.Next(1, 17), first: 100)];
            TreeWorker[] workers = [.. Enumerable.Range(0, random.Next(1, 5)).Select(i => RandomWorker(random, i))];

            TreePlan plan = TreePlan.Make(nodes, workers);

            CheckOwnership(plan, nodes, seed);
            CheckSteps(plan, workers, seed);
            CheckParts(plan, seed);
        }
    }

    private static void CheckOwnership(TreePlan plan, AllocationNode[] nodes, int seed)
    {
        AllocationNode[] dealt = [.. plan.Regions.SelectMany(static region => region.Nodes), .. plan.Unused];
        Assert.True(nodes.ToHashSet().SetEquals(dealt) && dealt.Length == nodes.Length, $"seed {seed}: a node is lost or twice there");
        foreach (TreeRegion region in plan.Regions)
        {
            Assert.True(region.Nodes.All(node => node.Cores == region.Nodes[0].Cores && node.Gpus == region.Nodes[0].Gpus), $"seed {seed}");
            Assert.True(region.Groups.Sum(static group => group.CoresPerNode * group.PerNode) <= region.Nodes[0].Cores, $"seed {seed}: cores");
            Assert.True(region.Groups.Sum(static group => group.GpusPerNode * group.PerNode) <= region.Nodes[0].Gpus, $"seed {seed}: gpus");
            Assert.True(region.Groups.All(group => group.CoresPerNode > 0 && group.Count * group.Nodes <= region.Nodes.Count * group.PerNode), $"seed {seed}");
        }

        Assert.True(plan.IdleCores >= 0, $"seed {seed}");
    }

    private static void CheckSteps(TreePlan plan, TreeWorker[] workers, int seed)
    {
        InstanceGroup[] groups = [.. plan.Regions.SelectMany(static region => region.Groups)];
        bool allFit = workers.All(worker => worker.Steps.All(step =>
            groups.Any(group => group.Worker.Steps.Contains(step) && group.Resources.SlotsFor(step.Shape) > 0)));
        Assert.True(allFit || plan.Problems.Count > 0, $"seed {seed}: a step fits nowhere, and nobody says so");
    }

    private static void CheckParts(TreePlan plan, int seed)
    {
        IReadOnlyList<TreePart> parts = plan.Parts();
        Assert.True(parts.DistinctBy(static part => part.Name).Count() == parts.Count, $"seed {seed}: names");
        foreach (IGrouping<TreeRegion, TreePart> region in parts.GroupBy(static part => part.Region))
        {
            Assert.True(
                region.GroupBy(static part => part.Group).All(same =>
                    same.Sum(static part => part.Nodes) <= region.Key.Nodes.Count * same.First().PerNode),
                $"seed {seed}: more nodes than there are");
        }
    }

    private static TreeWorker RandomWorker(Random random, int number) => Worker(
        string.Create(CultureInfo.InvariantCulture, $"w{number}"),
        Step($"s{number}", random.Next(4), random.Next(1, 4), random.Next(2) == 0 ? 0 : random.Next(2))) with
    {
        Concurrency = random.Next(2) == 0 ? null : random.Next(1, 12),
        Nodes = random.Next(3) == 0 ? random.Next(1, 6) : null,
        InstanceNodes = random.Next(4) == 0 ? random.Next(1, 4) : null,
        Levels = random.Next(4) == 0 ? random.Next(1, 3) : null,
    };

    private static AllocationNode[] Nodes(int count, int cores, int gpus = 0, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(rank => new AllocationNode(rank, $"host{rank}", cores, gpus, IsUp: true))];

    private static TreeWorker Worker(string name, params TreeStep[] steps) =>
        new() { Name = name, Queues = [$"q-{name}"], Steps = steps.Length > 0 ? steps : [new TreeStep($"step-{name}", OneCore)] };

    private static TreeStep Step(string name, int nodes = 0, int cores = 1, int gpus = 0) =>
        new(name, new ResourceShape(nodes, Math.Max(1, nodes), cores, gpus));

    private static IEnumerable<(int Count, int Nodes, int Cores)> Shapes(TreePlan plan) => plan.Regions
        .SelectMany(static region => region.Groups)
        .Select(static group => (group.Count, group.Nodes, group.CoresPerNode));

    private static IEnumerable<string> Named(TreePlan plan) => plan.Regions
        .SelectMany(static region => region.Groups)
        .Select(static group => $"{group.Worker.Name}:{group.Count}x{group.Nodes}x{group.CoresPerNode}");
}
