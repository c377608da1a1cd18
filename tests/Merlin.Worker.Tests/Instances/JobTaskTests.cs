using System.Text.Json;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Flux.Testing;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;

namespace Merlin.Worker.Tests.Instances;

public sealed class JobTaskTests
{
    private const string UntilTold = "touch here; until [ -e ../go ]; do sleep 0.05; done";
    private static readonly RealFluxOptions TwoNodes = new() { Brokers = 2, Resources = ["--cores=0-1"] };

    [FluxTheory]
    [InlineData("true", TaskOutcome.Succeeded, 0)]
    [InlineData("exit 7", TaskOutcome.SoftFailed, 7)]
    [InlineData("exit 104", TaskOutcome.Retry, 104)]
    [InlineData("exit 106", TaskOutcome.Raised, 106)]
    [InlineData("kill -KILL $$", TaskOutcome.SoftFailed, 137)]
    public async Task The_exit_status_of_a_job_decides_as_that_of_a_process_does(string command, TaskOutcome outcome, int code)
    {
        await using InstanceRig rig = await InstanceRig.StartAsync([Job("s", command)]);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((outcome, code), (record.Outcome, record.ExitCode));
        Assert.True(record.StartMicros > 0 && record.DurationMicros > 0);
        Assert.Equal(outcome == TaskOutcome.Succeeded, File.Exists(rig.Worker.PathOf("s", "MERLIN_FINISHED")));
    }

    [FluxFact]
    public async Task A_job_runs_its_script_once_in_the_tasks_directory_with_its_files_and_says_where()
    {
        PlanNode node = Job("s", "echo out; echo err >&2; pwd; echo $HOME; echo $CUDA_VISIBLE_DEVICES") with
        {
            Resources = new PlanResources(0, 2, 1, 0),
        };
        await using InstanceRig rig = await InstanceRig.StartAsync([node]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        string home = Environment.GetEnvironmentVariable("HOME") ?? "";
        Assert.StartsWith($"out\n{rig.Worker.PathOf("s")}\n{home}\n", rig.Worker.Read("s", "s.out"), StringComparison.Ordinal);
        Assert.Equal("err\n", rig.Worker.Read("s", "s.err"));
        TaskPlace place = Assert.Single(rig.Broker.All<TaskReport>().SelectMany(static report => report.Places));
        Assert.Equal((0, rig.Instance.Nodes[0].Host), (place.Index, place.Hosts));
        Assert.Equal($"{place.Job} s@study 1", await rig.Flux.RunAsync("jobs", "-a", "-n", "-o", "{id} {name} {ntasks}"));
        using JsonDocument jobspec = JsonDocument.Parse(await rig.Flux.RunAsync("job", "info", place.Job, "jobspec"));
        Assert.StartsWith(
            """{"study":"study","step":"s","samples":"","attempt":0,"worker_process":""",
            jobspec.RootElement.GetProperty("attributes").GetProperty("user").GetProperty("merlin").GetRawText().Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [FluxTheory]
    [InlineData(2, 2)]
    [InlineData(0, 4)]
    public async Task A_job_of_several_nodes_runs_its_script_once_and_ends_with_it(int nodes, int procs)
    {
        PlanNode node = Rig.Node("s", "echo once; exit 7") with { Resources = new PlanResources(nodes, procs, 1, 0) };
        await using InstanceRig rig = await InstanceRig.StartAsync([node], TwoNodes);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((TaskOutcome.SoftFailed, 7), (record.Outcome, record.ExitCode));
        Assert.Equal("once\n", rig.Worker.Read("s", "s.out"));
        Assert.Equal("fake[0-1]", Assert.Single(rig.Broker.All<TaskReport>().SelectMany(static report => report.Places)).Hosts);
    }

    [FluxFact]
    public async Task Many_jobs_run_with_as_many_at_once_as_fit_and_some_ahead()
    {
        PlanNode node = Rig.Sampled("s", "true", 60) with { Resources = new PlanResources(0, Environment.ProcessorCount, 1, 0) };
        await using InstanceRig rig = await InstanceRig.StartAsync([node]);
        rig.Broker.Lease(1, 0, 0, 60);

        TaskRecord[] records = await rig.Broker.Ended(0, 60);

        Assert.All(records, static record => Assert.Equal(TaskOutcome.Succeeded, record.Outcome));
        Assert.Equal(60, rig.Broker.All<TaskReport>().SelectMany(static report => report.Places).Select(static place => place.Job).Distinct().Count());
    }

    [FluxFact]
    public async Task A_job_that_runs_too_long_is_ended_with_all_of_its_processes()
    {
        PlanNode node = Job("s", "sleep 1000 & echo $! > pid; wait") with { TimeoutSeconds = 1 };
        await using InstanceRig rig = await InstanceRig.StartAsync([node]);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal(TaskOutcome.TimedOut, record.Outcome);
        int pid = int.Parse(rig.Worker.Read("s", "pid"), System.Globalization.CultureInfo.InvariantCulture);
        await Rig.Until(() => !Live.IsAlive(pid), "a process of the job lives on");
    }

    [FluxFact]
    public async Task A_job_is_warned_before_the_workers_end_and_given_back_if_it_does_not_end()
    {
        PlanNode node = Job("s", "trap 'touch warned' USR1; touch here; while :; do sleep 0.1; done") with { Signal = new StepSignal("USR1", 60) };
        await using InstanceRig rig = await InstanceRig.StartAsync([node]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Worker.UntilThere("s", "here");
        rig.Worker.Drain();
        await rig.Worker.UntilThere("s", "warned");
        rig.Worker.Drain(TimeSpan.Zero);

        Assert.Equal(WorkerEnd.Drained, await rig.Worker.End);
        Assert.Equal([0], rig.Broker.Released(0));
        Assert.Empty(rig.Broker.Records(0));
    }

    [FluxFact]
    public async Task A_cancelled_study_ends_jobs_that_run_and_jobs_that_wait()
    {
        PlanNode node = Rig.Sampled("s", "touch here; sleep 1000", 3) with { Resources = new PlanResources(0, Environment.ProcessorCount, 1, 0), Launch = TaskLaunch.Job };
        await using InstanceRig rig = await InstanceRig.StartAsync([node]);
        rig.Broker.Lease(1, 0, 0, 3);
        await Rig.Until(() => rig.FilesOf("s", "here").Length == 1, "no job begins");

        rig.Broker.Say(new LeaseRecall(5, new LeaseId(1), [new IndexRange(0, 3)], Kill: true));

        await rig.Broker.Until(() => rig.Broker.Records(0).Length + rig.Broker.Released(0).Length == 3);
        Assert.All(rig.Broker.Records(0), static record => Assert.Equal(TaskOutcome.Cancelled, record.Outcome));
        Assert.Single(rig.FilesOf("s", "here"));
    }

    [FluxFact]
    public async Task A_job_that_somebody_else_cancels_before_it_begins_could_not_be_started()
    {
        PlanNode node = Rig.Sampled("s", "touch here; sleep 1000", 2) with { Resources = new PlanResources(0, Environment.ProcessorCount, 1, 0), Launch = TaskLaunch.Job };
        await using InstanceRig rig = await InstanceRig.StartAsync([node]);
        rig.Broker.Lease(1, 0, 0, 2);
        await Rig.Until(() => rig.FilesOf("s", "here").Length == 1, "no job begins");
        string waiting = "";
        for (int i = 0; i < 200 && waiting.Length == 0; i++)
        {
            waiting = await rig.Flux.RunAsync("jobs", "--filter=pending", "-n", "-o", "{id}");
        }

        await rig.Flux.RunAsync("cancel", waiting);

        Assert.Equal(TaskOutcome.StartFailed, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        await rig.Worker.UntilLogged("before it began (cancel");
    }

    [FluxFact]
    public async Task A_leaving_worker_gives_jobs_back_that_wait_in_Flux_and_lets_the_others_run_out()
    {
        PlanNode node = Rig.Sampled("s", UntilTold, 3) with { Resources = new PlanResources(0, Environment.ProcessorCount, 1, 0), Launch = TaskLaunch.Job };
        await using InstanceRig rig = await InstanceRig.StartAsync([node]);
        rig.Broker.Lease(1, 0, 0, 3);
        await rig.Broker.Until(() => rig.Broker.All<Heartbeat>().Any(static heartbeat => heartbeat.Running.Count == 1));

        rig.Worker.Drain();

        await rig.Broker.Until(() => rig.Broker.Released(0).Length == 2);
        await File.WriteAllTextAsync(rig.Worker.PathOf("s", "go"), "");
        Assert.Equal(WorkerEnd.Drained, await rig.Worker.End);
        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(rig.Broker.Records(0)).Outcome);
        Assert.Single(rig.FilesOf("s", "here"));
    }

    [FluxFact]
    public async Task Jobs_that_wait_in_Flux_are_given_back_when_a_node_goes_that_they_need()
    {
        PlanNode node = Rig.Sampled("s", UntilTold, 3) with { Resources = new PlanResources(2, 2, 2, 0) };
        await using InstanceRig rig = await InstanceRig.StartAsync([node], TwoNodes);
        rig.Broker.Lease(1, 0, 0, 3);
        await rig.Broker.Until(() => rig.Broker.All<Heartbeat>().Any(static heartbeat => heartbeat.Running.Count == 1));

        await rig.Flux.RunAsync("resource", "drain", "1", "for the test");

        await rig.Broker.Until(() => rig.Broker.Released(0).Length == 2);
        await File.WriteAllTextAsync(rig.Worker.PathOf("s", "go"), "");
        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Single(rig.FilesOf("s", "here"));
    }

    [FluxFact]
    public async Task An_instance_that_tells_no_more_of_its_jobs_is_lost()
    {
        await using InstanceRig rig = await InstanceRig.StartAsync([Job("s", "touch here; sleep 1000")]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Worker.UntilThere("s", "here");

        await rig.Flux.RunAsync("module", "remove", "job-manager");

        Assert.Equal(WorkerEnd.InstanceLost, await rig.Worker.End);
        Assert.Equal([0], rig.Broker.Released(0));
        await rig.Worker.UntilLogged("Flux tells no more of its jobs");
    }

    private static PlanNode Job(string name, string command) => Rig.Node(name, command) with { Launch = TaskLaunch.Job };
}
