using Merlin.Broker;
using Merlin.Flux.Testing;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Jobs of scripts for which no seat of a task has room.</summary>
public sealed class WaitingJobTests
{
    // In real life the worker, and so its tasks, have the instance's FLUX_URI.
    private static readonly string Launch = $"until [ -e uri ]; do cd ..; done; FLUX_URI=$(cat uri) {FluxInstallation.Command} run";

    [FluxFact]
    public async Task Scripts_without_launcher_get_cores_for_their_jobs_though_they_hold_all_themselves()
    {
        PlanNode holds = Rig.Sampled("s", "until [ -e uri ]; do cd ..; done; until [ -e go ]; do sleep 0.05; done", 2);
        PlanNode jobs = Rig.Sampled("j", "true", 1) with { Launch = TaskLaunch.Job, Resources = new PlanResources(0, 2, 1, 0) };
        PlanNode launches = Rig.Sampled("t", $"{Launch} -n 1 true", 2);
        await using InstanceRig rig = await StartAsync(holds, jobs, launches);
        rig.Broker.Lease(1, 0, 0, 2);
        await rig.Worker.UntilStarted(2);

        // Placeholders are put under what runs, and stay under the scripts that come next: it is the turn of tasks.
        rig.Broker.Lease(2, 1, 0, 1);
        rig.Broker.Lease(3, 2, 0, 2);
        await UntilPlaceholdersAsync(rig, 2);
        await File.WriteAllTextAsync(rig.Worker.PathOf("go"), "");

        Assert.All(await rig.Broker.Ended(2, 2), static record => Assert.Equal(TaskOutcome.Succeeded, record.Outcome));
        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(1, 1)).Outcome);
    }

    [FluxFact]
    public async Task A_job_larger_than_its_step_states_gets_its_turn_among_tasks_without_end()
    {
        PlanNode tasks = Rig.Sampled("t", "sleep 0.02", 100_000);
        PlanNode launches = Rig.Sampled("s", $"{Launch} -n 2 true", 1) with { UsesLauncher = true };
        await using InstanceRig rig = await StartAsync(tasks, launches);
        rig.Broker.Lease(1, 0, 0, 100_000);
        await rig.Broker.Ended(0, 4);

        rig.Broker.Lease(2, 1, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(1, 1)).Outcome);
    }

    private static async Task<InstanceRig> StartAsync(params PlanNode[] nodes)
    {
        // As many cores as both tests speak of, whatever this host has.
        InstanceRig rig = await InstanceRig.StartAsync(nodes, new RealFluxOptions { Resources = ["--cores=0-1"] });
        await File.WriteAllTextAsync(rig.Worker.PathOf("uri"), rig.Flux.Uri);
        return rig;
    }

    private static async Task UntilPlaceholdersAsync(InstanceRig rig, int count)
    {
        string jobs = "";
        for (int looks = 0; looks < 500 && jobs.Split("placeholder").Length <= count; looks++)
        {
            jobs = await rig.Flux.RunAsync("jobs", "--filter=running", "-n", "-o", "{name}");
        }

        Assert.Equal(count + 1, jobs.Split("placeholder").Length);
    }
}
