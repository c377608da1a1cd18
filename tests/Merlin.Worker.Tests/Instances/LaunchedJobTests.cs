using System.Globalization;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Flux.Testing;
using Merlin.Posix;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Jobs that tasks' scripts launch themselves.</summary>
public sealed class LaunchedJobTests
{
    // In real life the worker, and so its tasks, have the instance's FLUX_URI.
    private static readonly string Reach = $"export FLUX_URI=$(cat ../uri); flux={FluxInstallation.Command}; ";

    // What merlin-launch adds to its jobs.
    private const string Named = "--setattr=user.merlin.task=$MERLIN_PARENT";
    private const string Sleeper = "sh -c 'echo $$ > pid.new; mv pid.new pid; exec sleep 1000'";

    [FluxTheory]
    [InlineData("")]
    [InlineData(Named)]
    public async Task A_job_ends_with_its_cancelled_task_before_that_is_reported(string option)
    {
        await using InstanceRig rig = await StartAsync(Launching("s", $"$flux run {option} {Sleeper}"));
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Worker.UntilThere("s", "pid");

        rig.Broker.Say(new LeaseRecall(5, new LeaseId(1), [new IndexRange(0, 1)], Kill: true));

        Assert.Equal(TaskOutcome.Cancelled, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.False(Live.IsAlive(Pid(rig, "s", "pid")));
    }

    [FluxFact]
    public async Task A_job_ends_with_its_killed_script_before_that_is_reported()
    {
        await using InstanceRig rig = await StartAsync(Launching("s", $"echo $$ > script; $flux run {Sleeper}"));
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Worker.UntilThere("s", "pid");

        Assert.Equal(0, OtherProcess.Signal(Pid(rig, "s", "script"), SignalNumber.Kill));

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));
        Assert.Equal((TaskOutcome.SoftFailed, 137), (record.Outcome, record.ExitCode));
        Assert.False(Live.IsAlive(Pid(rig, "s", "pid")));
    }

    [FluxFact]
    public async Task A_job_of_a_worker_that_leaves_ends_before_its_task_is_given_back()
    {
        await using InstanceRig rig = await StartAsync(Launching("s", $"$flux run {Sleeper}"));
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Worker.UntilThere("s", "pid");

        rig.Worker.Drain(TimeSpan.Zero);

        Assert.Equal(WorkerEnd.Drained, await rig.Worker.End);
        Assert.Equal([0], rig.Broker.Released(0));
        Assert.False(Live.IsAlive(Pid(rig, "s", "pid")));
    }

    [FluxFact]
    public async Task A_task_that_asks_for_another_attempt_leaves_no_job_behind()
    {
        await using InstanceRig rig = await StartAsync(Launching("s", $"$flux submit --job-name=left sleep 1000; exit 104"));
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.Retry, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);

        Assert.DoesNotContain("left", await rig.Flux.RunAsync("jobs", "--filter=pending,running", "-n", "-o", "{name}"), StringComparison.Ordinal);
    }

    [FluxFact]
    public async Task A_job_of_a_script_without_launcher_does_not_outlive_it_either()
    {
        await using InstanceRig rig = await StartAsync(Rig.Node("s", Reach + "$flux submit --job-name=left sleep 1000"));
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);

        string result = await ResultAsync();
        for (int i = 0; i < 200 && result == "left"; i++)
        {
            result = await ResultAsync();
        }

        Assert.Equal("left CANCELED", result);

        async Task<string> ResultAsync() => (await rig.Flux.RunAsync("jobs", "-a", "-n", "-o", "{name} {result}")).TrimEnd();
    }

    [FluxFact]
    public async Task A_job_of_nobodys_is_left_alone()
    {
        await using InstanceRig rig = await StartAsync(Launching("s", "$flux run true"));
        await rig.Flux.RunAsync("submit", "--job-name=other", "sleep", "1000");
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        Assert.Contains("other", await rig.Flux.RunAsync("jobs", "-n", "-o", "{name}"), StringComparison.Ordinal);
    }

    [FluxTheory]
    [InlineData("")]
    [InlineData(Named)]
    public async Task A_tasks_jobs_and_their_hosts_are_on_its_record(string option)
    {
        await using InstanceRig rig = await StartAsync(Launching("s", $"$flux run {option} --job-name=one true; $flux run {option} --job-name=two true"));
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        string[] jobs = (await rig.Flux.RunAsync("jobs", "-a", "-n", "-o", "{name} {id}")).Split('\n');
        TaskPlace place = Assert.Single(rig.Broker.All<TaskReport>().SelectMany(static report => report.Places));
        Assert.Equal((0, rig.Instance.Nodes[0].Host), (place.Index, place.Hosts));
        Assert.Equal(
            string.Join(',', jobs.Where(static job => !job.StartsWith("merlin", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(static job => job.Split(' ')[1])),
            place.Job);
    }

    [FluxFact]
    public async Task Of_many_jobs_the_first_are_on_record_and_how_many_more()
    {
        await using InstanceRig rig = await StartAsync(Launching("s", "$flux submit --cc=1-11 --wait true"));
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        string[] words = Assert.Single(rig.Broker.All<TaskReport>().SelectMany(static report => report.Places)).Job.Split(',');
        Assert.Equal((9, "+3"), (words.Length, words[^1]));
    }

    private static PlanNode Launching(string name, string command) => Rig.Node(name, Reach + command) with { UsesLauncher = true };

    private static async Task<InstanceRig> StartAsync(params PlanNode[] nodes)
    {
        InstanceRig rig = await InstanceRig.StartAsync(nodes);
        await File.WriteAllTextAsync(rig.Worker.PathOf("uri"), rig.Flux.Uri);
        return rig;
    }

    private static int Pid(InstanceRig rig, params string[] file) =>
        int.Parse(rig.Worker.Read(file), CultureInfo.InvariantCulture);
}
