using System.Text.Json;
using System.Text.Json.Nodes;
using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

[Collection(SharedFluxCollection.Name)]
public sealed class JobTests(SharedFlux shared)
{
    private const int Terminate = 15;

    private string Directory => shared.Instance.Directory;

    [FluxFact]
    public async Task A_job_writes_to_its_files_and_ends_with_its_code()
    {
        await using FluxHandle flux = await OpenAsync();
        string output = Path.Combine(Directory, Path.GetRandomFileName());
        string error = output + ".err";
        string input = output + ".in";
        await File.WriteAllTextAsync(input, "hello\n");
        JobId job = await flux.Jobs.SubmitAsync(Samples.Shell("cat; pwd; echo \"$COLOUR\"; echo oops >&2; exit 3") with
        {
            Directory = Directory,
            Environment = new Dictionary<string, string>(Samples.Environment, StringComparer.Ordinal) { ["COLOUR"] = "rouge \"é\"" },
            Shell = new ShellOptions { OutputFile = output, ErrorFile = error, InputFile = input },
        });

        List<JobEvent> events = await flux.Jobs.EventsAsync(job).AllAsync();
        JobFinished finished = Assert.Single(events.OfType<JobFinished>());
        Assert.Equal(3, finished.Status.ExitCode);
        Assert.Equal($"hello\n{Directory}\nrouge \"é\"\n", await File.ReadAllTextAsync(output));
        Assert.Equal("oops\n", await File.ReadAllTextAsync(error));
        Assert.Equal(JobUrgency.Default, events.OfType<JobSubmitted>().Single().Urgency);
        Assert.All(events, happened => Assert.Equal(job, happened.Job));
        Assert.IsType<JobCleaned>(events[^1]);
    }

    [FluxFact]
    public async Task A_refused_jobspec_says_why()
    {
        await using FluxHandle flux = await OpenAsync();
        FluxException refused = await Assert.ThrowsAsync<FluxException>(
            () => flux.Jobs.SubmitAsync("{\"resources\":[]}"u8.ToArray()).Within());
        Assert.Equal("flux_job_submit", refused.Function);
        Assert.Contains("Missing key", refused.Words, StringComparison.Ordinal);
    }

    [FluxFact]
    public async Task A_job_that_can_never_fit_gets_an_exception()
    {
        await using FluxHandle flux = await OpenAsync();
        JobId job = await flux.Jobs.SubmitAsync(Samples.Shell("true") with { Resources = new JobResources { CoresPerSlot = 100_000 } });
        JobRaised raised = (await flux.Jobs.EventsAsync(job).AllAsync()).OfType<JobRaised>().Single();
        Assert.Equal("alloc", raised.Type);
        Assert.Equal(0, raised.Severity);
        Assert.Contains("unsatisfiable", raised.Note, StringComparison.Ordinal);
    }

    [FluxFact]
    public async Task Many_jobs_are_submitted_without_waiting_and_waited_for()
    {
        await using FluxHandle flux = await OpenAsync();
        JobId[] jobs = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            number => flux.Jobs.SubmitAsync(Samples.Shell($"exit {number % 2}"), JobUrgency.Default, JobFlags.Waitable))).Within();
        Assert.Equal(jobs.Length, jobs.Distinct().Count());
        WaitedJob[] ends = await Task.WhenAll(jobs.Select(job => flux.Jobs.WaitAsync(job))).Within();
        Assert.Equal(jobs, ends.Select(end => end.Id));
        Assert.Equal(Enumerable.Range(0, 20).Select(number => number % 2 == 0), ends.Select(end => end.Succeeded));
        Assert.Contains("1", ends[1].Text, StringComparison.Ordinal);

        FluxException again = await Assert.ThrowsAsync<FluxException>(() => flux.Jobs.WaitAsync(jobs[0]).Within());
        Assert.Equal(FluxErrno.NoChild, again.Errno);
    }

    [FluxFact]
    public async Task A_held_job_runs_when_its_urgency_is_raised()
    {
        await using FluxHandle flux = await OpenAsync();
        JobId job = await flux.Jobs.SubmitAsync(Samples.Shell("true"), JobUrgency.Hold);
        Assert.Equal(0, ((JobPrioritized)await flux.Jobs.EventsAsync(job).FirstAsync(e => e is JobPrioritized)).Priority);
        await flux.Jobs.SetUrgencyAsync(job, JobUrgency.Expedite).Within();
        List<JobEvent> events = await flux.Jobs.EventsAsync(job).AllAsync();
        Assert.True(events.OfType<JobFinished>().Single().Status.Succeeded);
        Assert.Equal("urgency", events.OfType<JobNoted>().First(noted => noted.Name == "urgency").Name);
    }

    [FluxFact]
    public async Task A_running_job_can_be_cancelled_with_a_reason()
    {
        await using FluxHandle flux = await OpenAsync();
        JobId job = await StartedAsync(flux);
        await flux.Jobs.CancelAsync(job, "no longer wanted").Within();
        JobRaised raised = (await flux.Jobs.EventsAsync(job).AllAsync()).OfType<JobRaised>().Single();
        Assert.Equal(("cancel", 0, "no longer wanted"), (raised.Type, raised.Severity, raised.Note));
        FluxException late = await Assert.ThrowsAsync<FluxException>(() => flux.Jobs.CancelAsync(job).Within());
        Assert.NotEmpty(late.Words);
    }

    [FluxFact]
    public async Task A_signal_ends_a_running_job()
    {
        await using FluxHandle flux = await OpenAsync();
        JobId job = await StartedAsync(flux);
        await flux.Jobs.KillAsync(job, Terminate).Within();
        JobFinished finished = (await flux.Jobs.EventsAsync(job).AllAsync()).OfType<JobFinished>().Single();
        Assert.Equal(128 + Terminate, finished.Status.ShellCode);
    }

    [FluxFact]
    public async Task An_exception_that_is_not_severe_lets_the_job_live()
    {
        await using FluxHandle flux = await OpenAsync();
        JobId job = await StartedAsync(flux);
        await flux.Jobs.AddExceptionAsync(job, "remark", 5, "just so").Within();
        var raised = (JobRaised)await flux.Jobs.EventsAsync(job).FirstAsync(e => e is JobRaised);
        Assert.Equal(("remark", 5, "just so"), (raised.Type, raised.Severity, raised.Note));
        await flux.Jobs.AddExceptionAsync(job, "enough", 0).Within();
        Assert.IsType<JobCleaned>((await flux.Jobs.EventsAsync(job).AllAsync())[^1]);
    }

    [FluxFact]
    public async Task One_journal_tells_of_all_jobs_with_their_resources()
    {
        await using FluxHandle flux = await OpenAsync();
        JobId past = await StartedAsync(flux);
        await using IAsyncEnumerator<JobEvent> journal = flux.Jobs.EventsAsync().GetAsyncEnumerator();
        List<JobEvent> before = [];
        while (await journal.MoveNextAsync().AsTask().Within() && journal.Current is not JobEventsCaughtUp)
        {
            before.Add(journal.Current);
        }

        Assert.Contains(before, happened => happened.Job == past && happened is JobStarted);
        ResourceSet resources = before.OfType<JobAllocated>().Single(happened => happened.Job == past).Resources!;
        Assert.Equal(1, resources.CoreCount);
        Assert.Equal(resources.ToString(), (await flux.Jobs.ResourcesAsync(past).Within()).ToString());

        await flux.Jobs.CancelAsync(past);
        while (journal.Current is not JobCleaned)
        {
            Assert.True(await journal.MoveNextAsync().AsTask().Within());
            Assert.Equal(past, journal.Current.Job);
        }
    }

    [FluxFact]
    public async Task The_journal_can_begin_with_ended_jobs()
    {
        await using FluxHandle flux = await OpenAsync();
        JobId job = await flux.Jobs.SubmitAsync(Samples.Shell("true") with { Name = "long gone" });
        await flux.Jobs.EventsAsync(job).AllAsync();
        JobEvent submitted = await flux.Jobs.EventsAsync(withEnded: true).FirstAsync(e => e is JobSubmitted && e.Job == job);
        Assert.Contains("long gone", ((JobSubmitted)submitted).Jobspec.ToString(), StringComparison.Ordinal);
    }

    [FluxFact]
    public async Task What_a_jobspec_says_is_what_the_instance_keeps()
    {
        await using FluxHandle flux = await OpenAsync();
        JobId job = await flux.Jobs.SubmitAsync(
            Samples.Shell("true") with
            {
                Name = "study/step",
                Duration = TimeSpan.FromMinutes(90),
                Resources = new JobResources { Nodes = 2, Slots = 1, CoresPerSlot = 1 },
                Tasks = JobTaskCount.Total(2),
                Constraint = JobConstraint.And(
                    JobConstraint.Ranks(IdSet.Parse("1-3")), JobConstraint.Not(JobConstraint.Ranks(IdSet.Of(2)))),
                UserAttributes = new Dictionary<string, JsonNode?> { ["samples"] = new JsonObject { ["first"] = 7 } },
                SystemAttributes = new Dictionary<string, JsonNode?> { ["note"] = "kept" },
            });
        await flux.Jobs.EventsAsync(job).AllAsync();
        Assert.Equal([1u, 3u], (await flux.Jobs.ResourcesAsync(job).Within()).Ranks);
        JsonElement kept = JsonElement.Parse(await shared.Instance.RunAsync("job", "info", job.ToString(JobIdForm.F58Plain), "jobspec"));
        JsonElement attributes = kept.GetProperty("attributes");
        JsonElement submitted = (await flux.Jobs.JobspecAsync(job).Within()).GetProperty("attributes");
        Assert.True(JsonElement.DeepEquals(attributes.GetProperty("user"), submitted.GetProperty("user")));
        Assert.Equal(Samples.Environment["PATH"], submitted.GetProperty("system").GetProperty("environment").GetProperty("PATH").GetString());
        Assert.Equal("study/step", attributes.GetProperty("system").GetProperty("job").GetProperty("name").GetString());
        Assert.Equal(5400, attributes.GetProperty("system").GetProperty("duration").GetDouble());
        Assert.Equal("kept", attributes.GetProperty("system").GetProperty("note").GetString());
        Assert.Equal(7, attributes.GetProperty("user").GetProperty("samples").GetProperty("first").GetInt32());
        Assert.Equal(2, kept.GetProperty("tasks")[0].GetProperty("count").GetProperty("total").GetInt32());
    }

    [FluxFact]
    public async Task A_job_waits_for_what_it_depends_on()
    {
        await using FluxHandle flux = await OpenAsync();
        JobId first = await flux.Jobs.SubmitAsync(Samples.Shell("false"), JobUrgency.Hold);
        JobId second = await flux.Jobs.SubmitAsync(Samples.Shell("true") with
        {
            Dependencies = [new JobDependency("afternotok", first.ToString(JobIdForm.F58Plain))],
        });
        await flux.Jobs.SetUrgencyAsync(first, JobUrgency.Default);
        Assert.True((await flux.Jobs.EventsAsync(second).AllAsync()).OfType<JobFinished>().Single().Status.Succeeded);
    }

    [FluxFact]
    public async Task A_job_that_is_not_there_has_no_events()
    {
        await using FluxHandle flux = await OpenAsync();
        FluxException none = await Assert.ThrowsAsync<FluxException>(() => flux.Jobs.EventsAsync(new JobId(1)).AllAsync());
        Assert.Equal(FluxErrno.NoEntry, none.Errno);
    }

    private async Task<FluxHandle> OpenAsync() => await FluxHandle.OpenAsync(new FluxUri(shared.Instance.Uri)).Within();

    // A job whose task runs: signals that come before that are lost.
    private async Task<JobId> StartedAsync(FluxHandle flux)
    {
        string mark = Path.Combine(Directory, Path.GetRandomFileName());
        JobId job = await flux.Jobs.SubmitAsync(Samples.Shell($"touch {mark}; exec sleep 1000000")).Within();
        RemoteProcess watcher = await flux.Processes.StartAsync(BrokerRank.Leader, new RemoteCommand
        {
            Command = ["sh", "-c", $"until test -e {mark}; do sleep 0.05; done"],
            Directory = "/",
            Environment = Samples.Environment,
        });
        Assert.True((await watcher.Ended.Within()).Succeeded);
        return job;
    }
}
