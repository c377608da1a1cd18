using Merlin.Cli.Invocation;

namespace Merlin.Cli.Tests.Distributed;

public sealed class RestartTests
{
    private const string OneStep = "study:\n- {name: a, description: d, run: {cmd: 'echo run >> $(OUTPUT_PATH)/effects'}}\n";

    [Fact]
    public async Task Nobody_restarts_what_the_broker_still_runs()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(site.Spec("s", OneStep));

        Said remote = (await site.MerlinAsync("restart", workspace)).Ended(ExitCode.Error);
        Said local = (await site.MerlinAsync("restart", workspace, "--local")).Ended(ExitCode.Error);

        Assert.Contains("as study 1", remote.Error, StringComparison.Ordinal);
        Assert.Contains("as study 1", local.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(site.Output, "effects")));
    }

    [Fact]
    public async Task A_cancelled_study_is_restarted_by_workers()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(site.Spec("s", OneStep));
        (await site.MerlinAsync("cancel", "1")).Ended(ExitCode.Success);
        site.StartWorker();

        (await site.MerlinAsync("restart", workspace, "--wait")).Ended(ExitCode.Success);
        (await site.MerlinAsync("restart", workspace, "--wait")).Ended(ExitCode.Success);

        Assert.Equal(["run"], await File.ReadAllLinesAsync(Path.Combine(site.Output, "effects")));
    }

    [Fact]
    public async Task A_cancelled_study_is_restarted_here_and_then_is_a_local_one()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(site.Spec("s", OneStep));
        (await site.MerlinAsync("cancel", workspace)).Ended(ExitCode.Success);

        (await site.MerlinAsync("restart", workspace, "--local")).Ended(ExitCode.Success);

        Said status = (await BrokerSite.PlainAsync("status", workspace)).Ended(ExitCode.Success);
        Assert.Contains("100.0% Complete", status.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("TASK QUEUE", status.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_lost_broker_may_still_run_is_not_run_here()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(site.Spec("s", OneStep));
        await site.RemoveBrokerAsync();

        Said refused = (await site.MerlinAsync("restart", workspace, "--local")).Ended(ExitCode.Error);
        string record = Path.Combine(workspace, "merlin_info", ".state", "submitted.json");
        Assert.Contains(record, refused.Error, StringComparison.Ordinal);
        File.Delete(record);
        (await site.MerlinAsync("restart", workspace, "--local")).Ended(ExitCode.Success);
    }

    [Fact]
    public async Task Samples_that_have_changed_since_the_submission_are_refused()
    {
        await using var site = new BrokerSite();
        string samples = site.Write("x.csv", "1\n2\n");
        string workspace = await site.SubmitAsync(site.Spec(
            "s",
            $"study:\n- {{name: a, description: d, run: {{cmd: echo $(X)}}}}\nmerlin: {{samples: {{file: {samples}, column_labels: [X]}}}}\n"));
        (await site.MerlinAsync("cancel", "s")).Ended(ExitCode.Success);
        await File.WriteAllTextAsync(samples, "1\n2\n3\n");

        Said refused = (await site.MerlinAsync("restart", workspace)).Ended(ExitCode.Error);

        Assert.Contains("has changed", refused.Error, StringComparison.Ordinal);
    }
}
