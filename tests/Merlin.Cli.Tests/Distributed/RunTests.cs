using System.Text.Json;
using Merlin.Broker.Security;
using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.Distributed;

public sealed class RunTests
{
    private const string OneStep = "study:\n- {name: a, description: d, run: {cmd: 'echo said', task_queue: qa}}\n";

    [Fact]
    public async Task Run_returns_when_the_broker_has_the_study()
    {
        await using var site = new BrokerSite();

        Said said = (await site.MerlinAsync("run", site.Spec("s", OneStep))).Ended(ExitCode.Success);

        string workspace = Assert.Single(Directory.GetDirectories(site.Output));
        Assert.Contains($"Study workspace is '{workspace}'", said.Error, StringComparison.Ordinal);
        Assert.Contains("Study 1 's' was taken by the broker", said.Error, StringComparison.Ordinal);
        Assert.Contains($"merlin status {workspace}", said.Error, StringComparison.Ordinal);
        string record = Path.Combine(workspace, "merlin_info", ".state", "submitted.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(record));
    }

    [Fact]
    public async Task A_program_is_told_the_studys_number()
    {
        await using var site = new BrokerSite();

        JsonElement told = (await site.MerlinAsync("run", site.Spec("s", OneStep), "--json")).Ended(ExitCode.Success).Json();

        Assert.Equal(1, told.GetProperty("id").GetInt64());
        Assert.True(Directory.Exists(told.GetProperty("workspace").GetString()));
    }

    [Fact]
    public async Task Wait_stays_to_the_end_and_tells_how_it_ended()
    {
        await using var site = new BrokerSite();
        site.StartWorker();

        Said well = await site.MerlinAsync("run", site.Spec("s", OneStep), "--wait");
        Said badly = await site.MerlinAsync(
            "run", site.Spec("t", "study:\n- {name: a, description: d, run: {cmd: exit 1}}\n"), "--wait");

        Assert.Contains("'s' has ended: 1 task", well.Ended(ExitCode.Success).Out, StringComparison.Ordinal);
        Assert.Contains("To carry on: merlin restart", badly.Ended(ExitCode.TasksFailed).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("--local", badly.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_tells_programs_events_from_the_submission_to_the_end()
    {
        await using var site = new BrokerSite();
        site.StartWorker();

        Said said = (await site.MerlinAsync("run", site.Spec("s", OneStep), "--wait", "--json")).Ended(ExitCode.Success);

        string[] events = [.. said.Out.TrimEnd().Split('\n').Select(static line =>
            JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!)];
        Assert.Equal("submitted", events[0]);
        Assert.Equal("ended", events[^1]);
    }

    [Fact]
    public async Task A_dry_run_is_dry_at_the_workers_too()
    {
        await using var site = new BrokerSite();
        site.StartWorker();

        (await site.MerlinAsync("run", site.Spec("s", OneStep), "--dry", "--wait")).Ended(ExitCode.Success);

        string workspace = Assert.Single(Directory.GetDirectories(site.Output));
        Assert.True(File.Exists(Path.Combine(workspace, "a", "a.sh")));
        Assert.False(File.Exists(Path.Combine(workspace, "a", "a.out")));
    }

    [Fact]
    public async Task Queues_bear_the_tag()
    {
        await using var site = new BrokerSite();

        await site.SubmitAsync(site.Spec("s", OneStep));

        JsonElement top = (await site.MerlinAsync("top", "--json")).Ended(ExitCode.Success).Json();
        Assert.Equal(
            ["[merlin]_qa"], top.GetProperty("queues").EnumerateArray().Select(static queue => queue.GetProperty("queue").GetString()));
    }

    [Fact]
    public async Task Without_a_broker_nothing_is_made()
    {
        await using var site = new BrokerSite();
        await site.RemoveBrokerAsync();

        Said said = (await site.MerlinAsync("run", site.Spec("s", OneStep))).Ended(ExitCode.Error);

        Assert.Contains(site.Address, said.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(site.Output));
    }

    [Fact]
    public async Task What_the_broker_refuses_leaves_no_workspace()
    {
        await using var site = new BrokerSite(Role.Worker);

        (await site.MerlinAsync("run", site.Spec("s", OneStep))).Ended(ExitCode.Error);

        Assert.Empty(Directory.GetDirectories(site.Output));
    }

    [Fact]
    public async Task Work_waits_for_a_worker_that_comes_later()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(site.Spec("s", OneStep));
        site.StartWorker();

        await Wait.UntilAsync(
            () => File.Exists(Path.Combine(workspace, "a", "MERLIN_FINISHED")), () => "the task has not finished");
    }
}
