using Merlin.Broker;
using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Support;
using Merlin.Cli.Workers.Launching;
using Merlin.Cli.Workers.Trees;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Cli.Tests.Workers.Trees;

public sealed class TreeWorkersTests : IDisposable
{
    private const string Steps = """
        description: {name: s, description: d}
        global.parameters: {N: {values: [1, 4], label: N.%%}}
        study:
        - {name: small, description: d, run: {cmd: echo $(X), task_queue: smalls}}
        - {name: large, description: d, run: {cmd: 'echo $(N)', task_queue: larges, nodes: $(N), procs: 8, cores per task: 2, gpus per task: 1}}

        """;

    private readonly TestTerminal _screen = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-tree-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Steps_have_the_shapes_of_all_their_parameters()
    {
        TreeWorker worker = Assert.Single(Read("{w: {steps: [all]}}"));

        Assert.Equal(
            [
                new TreeStep("small", ResourceShape.OneCore),
                new TreeStep("large", new ResourceShape(1, 8, 2, 1)),
                new TreeStep("large", new ResourceShape(4, 8, 2, 1)),
            ],
            worker.Steps);
        Assert.Equal(["[merlin]_smalls", "[merlin]_larges"], worker.Queues);
        Assert.Equal(4, worker.NodesOfInstance);
        Assert.True(worker.UsesGpus);
    }

    [Fact]
    public void What_a_worker_says_of_its_share_is_read()
    {
        TreeWorker[] workers =
        [
            .. Read(
                "{a: {steps: [small], nodes: 3, args: --concurrency 5}, b: {steps: [large], batch: {type: local, nodes: 2}, "
                + "instance: {cores: 4, levels: 2}}, c: {steps: [large], nodes: all, instance: {nodes: 2}}}",
                new RunWorkersOptions { Specification = "" }),
        ];

        Assert.Equal([3, 2, null], workers.Select(static worker => worker.Nodes));
        Assert.Equal([5, null, null], workers.Select(static worker => worker.Concurrency));
        Assert.Equal([null, null, 2], workers.Select(static worker => worker.InstanceNodes));
        Assert.Equal([null, 4, null], workers.Select(static worker => worker.InstanceCores));
        Assert.Equal([null, 2, null], workers.Select(static worker => worker.Levels));
    }

    [Fact]
    public void Options_on_the_command_line_count_instead_of_the_specs() => Assert.Equal(
        7,
        Assert.Single(Read(
            "{a: {steps: [all], args: -c 5}}", new RunWorkersOptions { Specification = "", WorkerArguments = "-c 7" })).Concurrency);

    [Fact]
    public void Steps_that_are_not_asked_for_do_not_count() => Assert.Equal(
        1,
        Assert.Single(Read("{a: {steps: [all]}}", new RunWorkersOptions { Specification = "", Steps = ["small"] })).NodesOfInstance);

    [Fact]
    public void A_number_of_nodes_that_is_none_is_refused() => Assert.Contains(
        "workers.a: 'nodes' is '$(HOW_MANY)', which is no number of nodes",
        Assert.Throws<UserErrorException>(() => Read("{a: {nodes: $(HOW_MANY)}}")).Message,
        StringComparison.Ordinal);

    private IReadOnlyList<TreeWorker> Read(string workers) => Read(workers, new RunWorkersOptions { Specification = "" });

    private IReadOnlyList<TreeWorker> Read(string workers, RunWorkersOptions options)
    {
        string spec = Path.Combine(_directory, "spec.yaml");
        File.WriteAllText(spec, $"{Steps}merlin: {{resources: {{workers: {workers}}}}}\n");
        var read = SpecWorkers.Read(options with { Specification = spec }, _screen.Terminal);
        return TreeWorkers.Of(read, read.Serving("[merlin]_"));
    }
}
