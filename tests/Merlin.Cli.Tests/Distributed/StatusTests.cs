using System.Text.Json;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Tests.Distributed;

public sealed class StatusTests
{
    private const string TwoSteps = """
        study:
        - {name: a, description: d, run: {cmd: echo said, task_queue: qa}}
        - {name: b, description: d, run: {cmd: echo more, depends: [a]}}

        """;

    [Fact]
    public async Task The_workspace_leads_to_its_broker()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(site.Spec("s", TwoSteps));

        Said before = (await BrokerSite.PlainAsync("status", workspace)).Ended(ExitCode.Success);
        Assert.Contains("a has not started yet", before.Out, StringComparison.Ordinal);

        // Without a worker nothing of it runs that would have to end first.
        (await site.MerlinAsync("cancel", "s")).Ended(ExitCode.Success);
        site.StartWorker("solver");
        (await site.MerlinAsync("restart", workspace, "--wait")).Ended(ExitCode.Success);
        Said after = (await BrokerSite.PlainAsync("status", workspace)).Ended(ExitCode.Success);

        Assert.Matches(@"FINISHED +1\n", after.Out);
        Assert.Matches(@"TASK QUEUE +qa\n", after.Out);
        Assert.Matches(@"WORKER\(S\) +solver\n", after.Out);
    }

    [Fact]
    public async Task Dumps_tell_queues_and_workers()
    {
        await using var site = new BrokerSite();
        site.StartWorker("solver");
        (await site.MerlinAsync("run", site.Spec("s", TwoSteps), "--wait")).Ended(ExitCode.Success);
        string workspace = Assert.Single(Directory.GetDirectories(site.Output));
        string dump = Path.Combine(site.Output, "..", "dump.csv");

        (await BrokerSite.PlainAsync("detailed-status", workspace, "--dump", dump)).Ended(ExitCode.Success);

        string[] lines = await File.ReadAllLinesAsync(dump);
        Assert.EndsWith(",task_queue,workers", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, static line => line.Contains(",qa,solver", StringComparison.Ordinal));
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task A_study_is_found_by_its_number()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(site.Spec("s", TwoSteps));

        JsonElement told = (await site.MerlinAsync("status", "1", "--json")).Ended(ExitCode.Success).Json();

        Assert.Equal(1, told.GetProperty("id").GetInt64());
        Assert.Equal(workspace, told.GetProperty("workspace").GetString());
        Assert.Contains(
            "knows no study '7'", (await site.MerlinAsync("status", "7")).Ended(ExitCode.Error).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_broker_the_files_tell()
    {
        await using var site = new BrokerSite();
        site.StartWorker();
        (await site.MerlinAsync("run", site.Spec("s", TwoSteps), "--wait")).Ended(ExitCode.Success);
        await site.RemoveBrokerAsync();

        Said said = (await BrokerSite.PlainAsync("status", Assert.Single(Directory.GetDirectories(site.Output)))).Ended(ExitCode.Success);

        Assert.Contains("WARNING", said.Error, StringComparison.Ordinal);
        Assert.Contains("What the files of the workspace tell", said.Error, StringComparison.Ordinal);
        Assert.Contains("100.0% Complete", said.Out, StringComparison.Ordinal);
    }
}
