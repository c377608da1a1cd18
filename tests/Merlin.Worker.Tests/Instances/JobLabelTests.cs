using Merlin.Flux.Testing;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Instances;

/// <summary>What tasks find in <c>MERLIN_JOB</c>, by which <c>merlin-launch</c> labels the jobs that they launch.</summary>
public sealed class JobLabelTests
{
    private const string Show = "echo \"$MERLIN_JOB\"";

    [FluxTheory]
    [InlineData(TaskStart.Process, TaskLaunch.Auto)]
    [InlineData(TaskStart.Process, TaskLaunch.Job)]
    [InlineData(TaskStart.ShellServer, TaskLaunch.Auto)]
    public async Task Every_task_finds_its_own_label(TaskStart start, TaskLaunch launch)
    {
        PlanNode node = Rig.Sampled("s", Show, 3) with { Shell = "/bin/bash", Start = start, Launch = launch };
        await using InstanceRig rig = await InstanceRig.StartAsync([node]);
        rig.Broker.Lease(1, 0, 0, 3);

        await rig.Broker.Ended(0, 3);

        Assert.Equal(
            [.. Enumerable.Range(0, 3).Select(static index => Label($"s[{index}]@study", "s", $"{index}"))],
            rig.FilesOf("s", "s.out").Order(StringComparer.Ordinal));
    }

    [FluxFact]
    public async Task A_name_of_any_length_is_told()
    {
        string name = "s" + new string('x', 200);
        await using InstanceRig rig = await InstanceRig.StartAsync([Rig.Node("a", Show), Rig.Node(name, Show)]);
        rig.Broker.Lease(1, 0, 0, 1);
        rig.Broker.Lease(2, 1, 0, 1);

        await rig.Broker.Ended(0, 1);
        await rig.Broker.Ended(1, 1);

        Assert.Equal(Label("a@study", "a", ""), rig.Worker.Read("a", "a.out"));
        Assert.Equal(Label($"{name}@study", name, ""), rig.Worker.Read(name, $"{name}.out"));
    }

    [FluxFact]
    public async Task Nothing_of_an_outer_task_is_left()
    {
        await using InstanceRig rig = await InstanceRig.StartAsync(
            [Rig.Node("s", Show)],
            new RealFluxOptions(),
            changePlan: static plan => plan with { Variables = [new("MERLIN_JOB", "x")] });
        rig.Broker.Lease(1, 0, 0, 1);

        await rig.Broker.Ended(0, 1);

        Assert.Equal(Label("s@study", "s", ""), rig.Worker.Read("s", "s.out"));
    }

    private static string Label(string name, string step, string samples) =>
        $$"""{"study":"study","step":"{{step}}","samples":"{{samples}}","attempt":0,"name":"{{name}}"}""" + "\n";
}
