using System.Text.Json;
using System.Threading.Channels;
using Merlin.Flux;
using Merlin.Flux.Testing;
using Merlin.Posix;
using Merlin.Worker.Instances;
using Merlin.Worker.Placement;
using Merlin.Worker.Tasks;
using Merlin.Worker.Tests.Placement;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Tasks that end just while Flux tells of jobs which their scripts have launched.</summary>
public sealed class CrossingEndTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly PlannedRuns _runs = new(new WorkerOptions { Name = "wk", Slots = 2 }, Rig.Node("s", "true"), Rig.Node("t", "true"));
    private readonly BegunTasks _begun = new();
    private readonly DeskQueue _queue = new();
    private readonly KeptSteps _kept = new();
    private readonly Channel<Action> _answers = Channel.CreateUnbounded<Action>();
    private RealFlux _real = null!;
    private FluxHandle _flux = null!;
    private InstanceSteps _steps = null!;
    private LaunchedJobs _launched = null!;
    private ulong _jobs;

    public async Task InitializeAsync()
    {
        // Of the jobs that the tests tell of it knows none; that they are not there is as good as that they have ended.
        _real = await RealFlux.StartAsync(1);
        _flux = await FluxHandle.OpenAsync(new FluxUri(_real.Uri));
        var placed = new PlacedTasks(SeatPlanWorld.Instance([2], [0]), most: 2, _begun, static () => { });
        _steps = new InstanceSteps(_kept, _begun, _queue);
        var waiting = new WaitingJobs(placed, _begun, Keep, TimeProvider.System);
        _launched = new LaunchedJobs(_flux, _begun, new JobShape(2), waiting, Keep, _steps.PassOn);
        _steps.Connect(_launched);
    }

    public async Task DisposeAsync()
    {
        await _flux.DisposeAsync();
        await _real.DisposeAsync();
    }

    public void Dispose() => _runs.Dispose();

    [FluxFact]
    public async Task A_task_waits_for_a_job_that_is_told_of_between_its_end_and_the_desks_hearing_of_that()
    {
        TaskRun other = Begin(0);
        TaskRun run = Begin(1);
        Submit(other);
        _steps.Exited(run);

        JobId job = Submit(run);
        await _queue.WorkAsync(-1, TimeProvider.System);
        Assert.Empty(_kept.Gone);

        Clean(job);
        Assert.Equal([run], _kept.Gone);
        Assert.Contains(job.ToString(), run.Place!.Job, StringComparison.Ordinal);
    }

    [FluxFact]
    public void A_task_waits_for_a_job_that_found_it_gone_though_the_desk_had_not_heard_of_its_end()
    {
        TaskRun run = Begin(0);
        _begun.Remove(run); // as its end does when nobody has launched anything so far
        JobId job = Submit(run);
        Assert.True(_launched.HasSome, "who looks after this does not ask the desk");

        _launched.End(run);
        Assert.Empty(_kept.Gone);

        Clean(job);
        Assert.Equal([run], _kept.Gone);
        Assert.False(_launched.HasSome, "tasks go by the desk for nothing");
    }

    [FluxFact]
    public async Task A_task_waits_for_each_job_of_which_it_was_not_known_at_its_end_whose_it_is()
    {
        TaskRun run = Begin(0);
        _launched.TryHear(new JobSubmitted(new JobId(++_jobs), Now, 0, 16, Jobspec: null));
        _launched.TryHear(new JobSubmitted(new JobId(++_jobs), Now, 0, 16, Jobspec: null));
        _steps.Exited(run);
        await _queue.WorkAsync(-1, TimeProvider.System);
        Assert.Empty(_kept.Gone);

        (await _answers.Reader.ReadAsync())(); // Flux's, that it knows of no such job
        Assert.Empty(_kept.Gone);

        (await _answers.Reader.ReadAsync())();
        Assert.Equal([run], _kept.Gone);
    }

    [FluxFact]
    public async Task A_task_with_a_job_of_which_a_lost_instance_does_not_say_whose_it_is_waits_for_the_loss_to_be_told()
    {
        TaskRun run = Begin(0);
        Assert.Equal(0, OtherProcess.Signal(_real.BrokerIds.Single(), SignalNumber.Kill));
        await _flux.Lost;
        _launched.TryHear(new JobSubmitted(new JobId(++_jobs), Now, 0, 16, Jobspec: null));
        _launched.End(run);
        while (_answers.Reader.TryRead(out Action? answer))
        {
            answer();
        }

        Assert.Empty(_kept.Gone);

        _launched.NoteLoss();
        _launched.LoseAll();
        Assert.Equal([run], _kept.Gone);
        Assert.Equal(EndCause.PlaceLost, run.Cause);
    }

    private TaskRun Begin(int node)
    {
        TaskRun run = _runs.Next(node);
        _begun.Add(run);
        return run;
    }

    private JobId Submit(TaskRun run)
    {
        using var jobspec = JsonDocument.Parse(
            $$$"""{"attributes": {"user": {"merlin": {"task": "{{{ParentVariable.Write(run.Id)}}}" } } } }""");
        var job = new JobId(++_jobs);
        Assert.True(_launched.TryHear(new JobSubmitted(job, Now, 0, 16, jobspec.RootElement.Clone())));
        return job;
    }

    private void Clean(JobId job) => Assert.True(_launched.TryHear(new JobCleaned(job, Now)));

    private void Keep(Action answer) => Assert.True(_answers.Writer.TryWrite(answer));
}
