using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Flux.Testing;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Instances;

public sealed class SpawnedTaskTests
{
    private const string SaysItsProcessors = "grep Cpus_allowed_list /proc/self/status | cut -f2 > cpus";

    [FluxFact]
    public async Task Tasks_of_one_core_are_bound_to_one_processor_each()
    {
        await using InstanceRig rig = await InstanceRig.StartAsync([Rig.Sampled("s", SaysItsProcessors, 20)]);
        rig.Broker.Lease(1, 0, 0, 20);

        TaskRecord[] records = await rig.Broker.Ended(0, 20);

        Assert.All(records, static record => Assert.Equal(TaskOutcome.Succeeded, record.Outcome));
        Assert.All(rig.FilesOf("s", "cpus"), static cpus => Assert.Matches("^[0-9]+\n$", cpus));
        ConsumerHello hello = rig.Broker.All<ConsumerHello>()[0];
        Assert.Equal([rig.Instance.Resources[0]], hello.Resources);
        Assert.All(rig.Broker.All<TaskReport>(), static report => Assert.Empty(report.Places));
        Assert.Equal("", await rig.Flux.RunAsync("jobs", "-a", "-n", "-o", "{id}"));
    }

    [FluxFact]
    public async Task A_task_of_several_cores_has_them_all()
    {
        PlanNode wide = Rig.Node("s", SaysItsProcessors) with { Resources = new PlanResources(0, 1, Environment.ProcessorCount, 0) };
        await using InstanceRig rig = await InstanceRig.StartAsync([wide]);
        rig.Broker.Lease(1, 0, 0, 1);

        await rig.Broker.Ended(0, 1);

        Assert.Equal($"0-{Environment.ProcessorCount - 1}\n", rig.Worker.Read("s", "cpus"));
    }

    [FluxFact]
    public async Task Every_task_sees_its_own_gpus()
    {
        PlanNode node = Rig.Sampled("s", "echo $CUDA_VISIBLE_DEVICES > gpus; until [ -e ../go ]; do sleep 0.05; done", 2) with
        {
            Resources = new PlanResources(0, 1, 1, 2),
            Launch = TaskLaunch.Spawn,
        };
        await using InstanceRig rig = await InstanceRig.StartAsync(
            [node], new RealFluxOptions { Brokers = 2, Resources = ["--cores=0-1", "--gpus=0-3"] });
        rig.Broker.Lease(1, 0, 0, 2);
        await Rig.Until(() => rig.FilesOf("s", "gpus").Count(static text => text.Length > 0) == 2, "two tasks do not run side by side");
        await File.WriteAllTextAsync(rig.Worker.PathOf("s", "go"), "");

        await rig.Broker.Ended(0, 2);

        Assert.Equal(["0,1\n", "2,3\n"], rig.FilesOf("s", "gpus").Order(StringComparer.Ordinal));
    }

    [FluxFact]
    public async Task Cores_that_this_host_lacks_bind_nothing_and_are_told_once()
    {
        await using InstanceRig rig = await InstanceRig.StartAsync(
            [Rig.Sampled("s", SaysItsProcessors, 4) with { Launch = TaskLaunch.Spawn }],
            new RealFluxOptions { Brokers = 2, Resources = ["--cores=6000-6003"] });
        rig.Broker.Lease(1, 0, 0, 4);

        await rig.Broker.Ended(0, 4);

        Assert.Single(rig.Worker.Log.Text.Split('\n'), static line => line.Contains("not bound to cores", StringComparison.Ordinal));
        Assert.Single(rig.FilesOf("s", "cpus").Distinct(StringComparer.Ordinal));
    }
}
