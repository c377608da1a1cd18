using Merlin.Broker;
using Merlin.Flux.Testing;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Servers have the cores and GPUs of the tasks that they run.</summary>
public sealed class ServerSeatTests
{
    [FluxFact]
    public async Task Tasks_of_a_shell_server_are_bound_to_their_cores_and_know_their_job()
    {
        PlanNode node = Rig.Sampled("s", "grep Cpus_allowed_list /proc/self/status | cut -f2 > cpus; echo $MERLIN_PARENT > parent", 20) with
        {
            Shell = "/bin/bash",
            Start = TaskStart.ShellServer,
        };
        await using InstanceRig rig = await InstanceRig.StartAsync([node]);
        rig.Broker.Lease(1, 0, 0, 20);

        Assert.All(await rig.Broker.Ended(0, 20), static record => Assert.Equal(TaskOutcome.Succeeded, record.Outcome));

        Assert.All(rig.FilesOf("s", "cpus"), static cpus => Assert.Matches("^[0-9]+\n$", cpus));
        Assert.Equal(20, rig.FilesOf("s", "parent").Distinct(StringComparer.Ordinal).Count());
    }

    [FluxFact]
    public async Task A_server_of_samples_is_bound_to_the_cores_that_its_samples_hold()
    {
        const string Serve =
            """
            echo "$CUDA_VISIBLE_DEVICES $(grep Cpus_allowed_list /proc/self/status | cut -f2)" > ../../seat$$
            while read -r line; do echo '{"exit_code": 0}'; done
            """;
        PlanNode node = Rig.Node("s", Serve) with
        {
            Shell = "/bin/bash",
            Start = TaskStart.Serve,
            Resources = new PlanResources(0, 1, 1, 2),
        };
        await using InstanceRig rig = await InstanceRig.StartAsync(
            [node], new RealFluxOptions { Brokers = 1, Resources = ["--cores=0-1", "--gpus=0-1"] });
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);

        string seat = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(rig.Worker.PathOf("s"), "seat*")));
        Assert.Matches("^0,1 [0-9]+\n$", seat);
    }
}
