using System.Globalization;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Flux.Testing;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Tasks on other nodes, by rexec, and nodes that go and come back.</summary>
public sealed class RemoteTaskTests
{
    private static readonly RealFluxOptions TwoNodes = new() { Brokers = 2, Resources = ["--cores=0-1"] };

    [FluxTheory]
    [InlineData("echo out; echo err >&2; pwd", TaskOutcome.Succeeded, 0)]
    [InlineData("exit 7", TaskOutcome.SoftFailed, 7)]
    [InlineData("kill -KILL $$", TaskOutcome.SoftFailed, 137)]
    public async Task A_task_on_another_node_is_like_one_on_the_own(string command, TaskOutcome outcome, int code)
    {
        await using InstanceRig rig = await InstanceRig.StartAsync([Rig.Node("s", command) with { Launch = TaskLaunch.Rexec }], TwoNodes);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((outcome, code), (record.Outcome, record.ExitCode));
        Assert.True(record.StartMicros > 0 && record.DurationMicros > 0);
        if (code == 0)
        {
            Assert.Equal($"out\n{rig.Worker.PathOf("s")}\n", rig.Worker.Read("s", "s.out"));
            Assert.Equal("err\n", rig.Worker.Read("s", "s.err"));
        }
    }

    [FluxFact]
    public async Task All_nodes_are_filled_and_the_report_says_which_tasks_ran_on_others()
    {
        PlanNode node = Rig.Sampled("s", "touch here; until [ -e ../go ]; do sleep 0.05; done", 4);
        await using InstanceRig rig = await InstanceRig.StartAsync([node], TwoNodes);
        rig.Broker.Lease(1, 0, 0, 4);
        await Rig.Until(() => rig.FilesOf("s", "here").Length == 4, "four tasks do not run side by side");
        await File.WriteAllTextAsync(rig.Worker.PathOf("s", "go"), "");
        await rig.Broker.Ended(0, 4);

        TaskPlace[] places = [.. rig.Broker.All<TaskReport>().SelectMany(static report => report.Places)];

        Assert.Equal(["fake1", "fake1"], places.Select(static place => place.Hosts));
        Assert.All(places, static place => Assert.Equal("", place.Job));
    }

    [FluxFact]
    public async Task A_task_on_another_node_that_runs_too_long_is_ended_with_its_whole_group()
    {
        PlanNode node = Rig.Node("s", "trap '' TERM; sleep 1000 & echo $! > pid; wait; wait") with { Launch = TaskLaunch.Rexec, TimeoutSeconds = 1 };
        await using InstanceRig rig = await InstanceRig.StartAsync([node], TwoNodes);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal(TaskOutcome.TimedOut, record.Outcome);
        int pid = int.Parse(rig.Worker.Read("s", "pid"), CultureInfo.InvariantCulture);
        await Rig.Until(() => !Live.IsAlive(pid), "a process of the task lives on");
    }

    [FluxFact]
    public async Task A_drained_node_is_not_used_until_it_comes_back()
    {
        PlanNode node = Rig.Sampled("s", "true", 20);
        await using InstanceRig rig = await InstanceRig.StartAsync([node], TwoNodes);
        await rig.Flux.RunAsync("resource", "drain", "1", "for the test");
        await rig.Broker.Until(() => rig.Broker.All<ConsumerHello>().Any(static hello => hello.Resources[0].Nodes == 1));
        rig.Broker.Lease(1, 0, 0, 20);
        await rig.Broker.Ended(0, 20);
        Assert.Empty(rig.Broker.All<TaskReport>().SelectMany(static report => report.Places));

        await rig.Flux.RunAsync("resource", "undrain", "1");

        await rig.Broker.Until(() => rig.Broker.All<ConsumerHello>()[^1].Resources[0].Nodes == 2);
        await rig.Worker.UntilLogged("may be used again");
    }

    [FluxFact]
    public async Task Tasks_on_a_node_that_is_lost_are_given_back()
    {
        PlanNode node = Rig.Sampled("s", "echo $$ > pid; touch here; sleep 1000", 4);
        await using InstanceRig rig = await InstanceRig.StartAsync([node], TwoNodes);
        rig.Broker.Lease(1, 0, 0, 4);
        await Rig.Until(() => rig.FilesOf("s", "here").Length == 4, "four tasks do not run side by side");
        string pid = await rig.Flux.RunAsync("exec", "-r", "1", FluxInstallation.Command, "getattr", "broker.pid");

        using (var broker = System.Diagnostics.Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture)))
        {
            broker.Kill();
        }

        await rig.Broker.Until(() => rig.Broker.Released(0).Length == 2);
        Assert.Empty(rig.Broker.Records(0));
        await rig.Broker.Until(() => rig.Broker.All<ConsumerHello>()[^1].Resources[0].Nodes == 1);
        int[] processes = [.. rig.FilesOf("s", "pid").Select(static text => int.Parse(text, CultureInfo.InvariantCulture))];
        await Rig.Until(() => processes.Count(Live.IsAlive) == 2, "a task on the lost node lives on");
    }

    [FluxFact]
    public async Task A_worker_whose_instance_is_lost_gives_everything_back_and_leaves_no_process()
    {
        const string Command = "echo $$ > pid; touch here; sleep 1000";
        PlanNode[] nodes =
        [
            Rig.Node("s", Command),
            Rig.Node("j", Command) with { Launch = TaskLaunch.Job },
            Rig.Node("r", Command) with { Launch = TaskLaunch.Rexec },
        ];
        await using InstanceRig rig = await InstanceRig.StartAsync(nodes, TwoNodes);
        for (int node = 0; node < nodes.Length; node++)
        {
            rig.Broker.Lease(1 + node, node, 0, 1);
            await rig.Worker.UntilThere(nodes[node].Name, "here");
        }

        int[] processes = [.. nodes.Select(node => int.Parse(rig.Worker.Read(node.Name, "pid"), CultureInfo.InvariantCulture))];
        string pid = await rig.Flux.RunAsync("getattr", "broker.pid");

        using (var broker = System.Diagnostics.Process.GetProcessById(int.Parse(pid, CultureInfo.InvariantCulture)))
        {
            broker.Kill();
        }

        Assert.Equal(WorkerEnd.InstanceLost, await rig.Worker.End);
        Assert.All(Enumerable.Range(0, nodes.Length), node => Assert.Equal([0], rig.Broker.Released(node)));
        await Rig.Until(() => !processes.Any(Live.IsAlive), "a task lives on");
    }
}
