using System.Text.Json;
using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.Distributed;

public sealed class SteeringTests
{
    private const string TwoSteps = """
        study:
        - {name: a, description: d, run: {cmd: 'echo out; echo err >&2'}}
        - {name: b, description: d, run: {cmd: echo more, depends: [a]}}

        """;

    [Fact]
    public async Task A_held_study_begins_when_it_is_released()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(site.Spec("s", TwoSteps));
        (await site.MerlinAsync("hold", "s")).Ended(ExitCode.Success);
        Assert.Equal("held", await StateAsync(site, 1));
        site.StartWorker();

        // Another study's end shows that the worker takes work, and took none of this one.
        (await site.MerlinAsync("run", site.Spec("t", TwoSteps), "--wait")).Ended(ExitCode.Success);
        Assert.False(Directory.Exists(Path.Combine(workspace, "a")));

        (await site.MerlinAsync("release", workspace)).Ended(ExitCode.Success);
        await Wait.UntilAsync(
            async () => await StateAsync(site, 1) == "completed", static () => "the study has not completed");
    }

    [Fact]
    public async Task A_cancelled_study_has_ended()
    {
        await using var site = new BrokerSite();
        await site.SubmitAsync(site.Spec("s", TwoSteps));

        JsonElement told = (await site.MerlinAsync("cancel", "s", "--json")).Ended(ExitCode.Success).Json();

        Assert.Equal("cancelled", told.GetProperty("done").GetString());
        Assert.Equal("cancelled", await StateAsync(site, 1));
        Assert.Empty((await site.MerlinAsync("studies", "--json")).Json().GetProperty("studies").EnumerateArray());
    }

    [Fact]
    public async Task Urgency_is_set_for_all_or_for_steps()
    {
        await using var site = new BrokerSite();
        await site.SubmitAsync(site.Spec("s", TwoSteps));

        (await site.MerlinAsync("urgency", "s", "0")).Ended(ExitCode.Success);
        Assert.Contains("urgency", (await site.MerlinAsync("explain", "s/a")).Ended(ExitCode.Success).Out, StringComparison.Ordinal);
        (await site.MerlinAsync("urgency", "s", "20", "--step", "a", "--step", "b")).Ended(ExitCode.Success);
        Said unknown = await site.MerlinAsync("urgency", "s", "20", "--step", "c");
        Said wrong = await site.MerlinAsync("urgency", "s", "32");

        Assert.Contains("no step 'c'. Its steps: a, b", unknown.Ended(ExitCode.Error).Error, StringComparison.Ordinal);
        Assert.Contains("0 to 31", wrong.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_tells_why_nothing_runs()
    {
        await using var site = new BrokerSite();
        await site.SubmitAsync(site.Spec("s", TwoSteps));

        Assert.Contains("worker", (await site.MerlinAsync("explain", "1")).Ended(ExitCode.Success).Out, StringComparison.OrdinalIgnoreCase);
        JsonElement told = (await site.MerlinAsync("explain", "1/b/0", "--json")).Ended(ExitCode.Success).Json();

        JsonElement explanation = Assert.Single(told.GetProperty("explanations").EnumerateArray());
        Assert.Equal("b", explanation.GetProperty("node").GetString());
        Assert.NotEmpty(explanation.GetProperty("reasons").EnumerateArray());
    }

    [Fact]
    public async Task A_study_is_shared_and_no_longer()
    {
        await using var site = new BrokerSite();
        await site.SubmitAsync(site.Spec("s", TwoSteps));

        (await site.MerlinAsync("share", "s", "friend")).Ended(ExitCode.Success);
        JsonElement shared = Assert.Single((await site.MerlinAsync("studies", "--json")).Json().GetProperty("studies").EnumerateArray());
        (await site.MerlinAsync("share", "s", "friend", "--revoke")).Ended(ExitCode.Success);
        JsonElement revoked = Assert.Single((await site.MerlinAsync("studies", "--json")).Json().GetProperty("studies").EnumerateArray());

        Assert.Equal(["friend"], shared.GetProperty("shared_with").EnumerateArray().Select(static user => user.GetString()));
        Assert.Empty(revoked.GetProperty("shared_with").EnumerateArray());
    }

    [Fact]
    public async Task Logs_show_what_a_task_printed()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(site.Spec("s", TwoSteps));
        Said early = await site.MerlinAsync("logs", "1", "a");
        Task<Said> followed = site.MerlinAsync("logs", "1", "a", "0", "-f");
        site.StartWorker();

        Assert.Contains("printed nothing yet", early.Ended(ExitCode.Error).Error, StringComparison.Ordinal);
        Assert.Equal("out\n", (await followed).Ended(ExitCode.Success).Out);
        Assert.Equal("err\n", (await BrokerSite.PlainAsync("logs", workspace, "a", "--stderr")).Ended(ExitCode.Success).Out);
        Said beyond = await site.MerlinAsync("logs", "1", "a", "1");
        Assert.Contains("no task 1", beyond.Ended(ExitCode.Error).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_tell_what_has_happened()
    {
        await using var site = new BrokerSite();
        site.StartWorker();
        (await site.MerlinAsync("run", site.Spec("s", TwoSteps), "--wait")).Ended(ExitCode.Success);

        Said said = (await site.MerlinAsync("events", "--study", "s", "--json")).Ended(ExitCode.Success);

        string[] kinds = [.. said.Out.TrimEnd().Split('\n').Select(static line =>
            JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!)];
        Assert.Equal("study-submitted", kinds[0]);
        Assert.Contains("tasks-ended", kinds);
        Assert.Contains("study-ended", kinds);
        Assert.Contains("study-submitted  study 1", (await site.MerlinAsync("events")).Ended(ExitCode.Success).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_shows_studies_queues_and_workers_once_where_there_is_no_terminal()
    {
        await using var site = new BrokerSite();
        await site.SubmitAsync(site.Spec("s", TwoSteps));

        string shown = (await site.MerlinAsync("top")).Ended(ExitCode.Success).Out;

        Assert.Contains("[merlin]_merlin", shown, StringComparison.Ordinal);
        Assert.Contains("studies: 1, workers: 0", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_tries_the_broker()
    {
        await using var site = new BrokerSite();

        Assert.Contains("connection: OK", (await site.MerlinAsync("info")).Ended(ExitCode.Success).Out, StringComparison.Ordinal);
        await site.RemoveBrokerAsync();
        Assert.Contains("connection: Error", (await site.MerlinAsync("info")).Ended(ExitCode.Success).Out, StringComparison.Ordinal);
    }

    private static async Task<string?> StateAsync(BrokerSite site, long study) =>
        (await site.MerlinAsync("studies", "--all", "--json")).Ended(ExitCode.Success).Json().GetProperty("studies").EnumerateArray()
            .First(row => row.GetProperty("id").GetInt64() == study).GetProperty("state").GetString();
}
