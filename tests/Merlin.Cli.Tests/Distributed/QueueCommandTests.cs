using System.Text.Json;
using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.Distributed;

/// <summary><c>queue-info</c>, <c>purge</c> and <c>monitor</c>.</summary>
public sealed class QueueCommandTests
{
    private const string TwoQueues = """
        study:
        - {name: a, description: d, run: {cmd: 'true', task_queue: qa}}
        - {name: b, description: d, run: {cmd: 'true', task_queue: qb, depends: [a]}}
        - {name: c, description: d, run: {cmd: 'true', task_queue: qb}}

        """;

    [Fact]
    public async Task Queues_are_those_of_workers_of_a_spec_or_of_ones_own_words()
    {
        await using var site = new BrokerSite();
        string spec = site.Spec("s", TwoQueues);
        Said none = await site.MerlinAsync("queue-info");
        await site.SubmitAsync(spec);

        Assert.Contains("No active queues found", none.Ended(ExitCode.Success).Error, StringComparison.Ordinal);
        Assert.Equal(
            ["[merlin]_qa 1 0", "[merlin]_qb 2 0"], Rows(await site.MerlinAsync("queue-info", "--spec", spec)));
        Assert.Equal(["[merlin]_qb 2 0"], Rows(await site.MerlinAsync("queue-info", "--spec", spec, "--steps", "b", "c")));
        Assert.Equal(
            ["[merlin]_qa 1 0", "[merlin]_new 0 0"],
            Rows(await site.MerlinAsync("queue-info", "--specific-queues", "[merlin]_qa", "new")));
    }

    [Fact]
    public async Task The_queues_of_workers_are_active()
    {
        await using var site = new BrokerSite();
        site.StartWorker("w", queues: ["[merlin]_q1", "[merlin]_q2"]);
        string[] rows = [];
        await Wait.UntilAsync(
            async () => (rows = Rows(await site.MerlinAsync("queue-info"))).Length > 0, static () => "no active queue");

        Assert.Equal(["[merlin]_q1 0 1", "[merlin]_q2 0 1"], rows);
    }

    [Theory]
    [InlineData("--steps a", "--steps is about a spec")]
    [InlineData("--vars X=1", "--vars is about a spec")]
    [InlineData("--dump x.txt", "must end in .csv or .json")]
    public async Task Wrong_words_are_told(string words, string message)
    {
        await using var site = new BrokerSite();

        Said said = await site.MerlinAsync(["queue-info", .. words.Split(' ')]);

        Assert.Contains(message, said.Ended(ExitCode.Error).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dumps_are_added_to()
    {
        await using var site = new BrokerSite();
        string csv = site.Write("x.csv", "");
        string json = site.Write("x.json", "");
        (await site.MerlinAsync("queue-info", "--specific-queues", "a", "b", "--dump", csv)).Ended(ExitCode.Success);
        (await site.MerlinAsync("queue-info", "--specific-queues", "a", "b", "--dump", csv)).Ended(ExitCode.Success);
        Said other = await site.MerlinAsync("queue-info", "--specific-queues", "a", "--dump", csv);
        (await site.MerlinAsync("queue-info", "--specific-queues", "a", "--dump", json)).Ended(ExitCode.Success);

        Assert.Equal(
            ["time,[merlin]_a:tasks,[merlin]_a:consumers,[merlin]_b:tasks,[merlin]_b:consumers", "2026-01-31 12:00:00,0,0,0,0", "2026-01-31 12:00:00,0,0,0,0"],
            await File.ReadAllLinesAsync(csv));
        Assert.Contains("has other columns", other.Ended(ExitCode.Error).Error, StringComparison.Ordinal);
        using JsonDocument dump = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        JsonElement queue = dump.RootElement.GetProperty("2026-01-31 12:00:00").GetProperty("[merlin]_a");
        Assert.Equal((0, 0), (queue.GetProperty("tasks").GetInt32(), queue.GetProperty("consumers").GetInt32()));
    }

    [Fact]
    public async Task Purge_removes_what_waits_in_the_queues_of_steps_when_told_to()
    {
        await using var site = new BrokerSite();
        string spec = site.Spec("s", TwoQueues);
        await site.SubmitAsync(spec);
        Said refused = await site.MerlinAsync("purge", spec);
        Said asked = await site.MerlinAsync("purge", spec, "--json");

        Assert.Contains("Are you sure you want to delete all tasks? [y/N]", refused.Ended(ExitCode.Success).Out, StringComparison.Ordinal);
        Assert.Contains("give --force", asked.Ended(ExitCode.Error).Out + asked.Error, StringComparison.Ordinal);
        Assert.Equal(["[merlin]_qa 1 0", "[merlin]_qb 2 0"], Rows(await site.MerlinAsync("queue-info", "--spec", spec)));

        Said one = await site.MerlinAsync("purge", spec, "-f", "--steps", "a");
        Said rest = await site.MerlinAsync("purge", spec, "-f", "--json");
        Said nothing = await site.MerlinAsync("purge", spec, "-f");

        Assert.Equal("Purged 1 message from 1 known task queue.\n", one.Ended(ExitCode.Success).Out);
        Assert.Equal(2, rest.Ended(ExitCode.Success).Json().GetProperty("purged").GetInt32());
        Assert.Equal("No messages purged from 2 queues.\n", nothing.Ended(ExitCode.Success).Out);
    }

    [Fact]
    public async Task Monitor_stays_until_the_work_is_done()
    {
        await using var site = new BrokerSite();
        string spec = site.Spec("s", TwoQueues);
        await site.SubmitAsync(spec);
        Task<Said> monitor = site.MerlinAsync("monitor", spec, "--sleep", "1", "--json");
        site.StartWorker();

        Said said = (await monitor).Ended(ExitCode.Success);

        Assert.Contains("stop condition met", said.Error, StringComparison.Ordinal);
        Assert.Equal(0, said.LastJson().GetProperty("waiting").GetInt32());
        Assert.Contains("\"state\": \"completed\"", (await site.MerlinAsync("studies", "--all", "--json")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Monitor_gives_up_when_no_worker_comes()
    {
        await using var site = new BrokerSite();

        Said said = await site.MerlinAsync("monitor", site.Spec("s", TwoQueues), "--sleep", "1", "--steps", "a");

        Assert.Contains("no worker serves [merlin]_qa, and none has come", said.Ended(ExitCode.Error).Error, StringComparison.Ordinal);
    }

    private static string[] Rows(Said said) => [.. said.Ended(ExitCode.Success).Out.TrimEnd('\n').Split('\n').Skip(2)
        .Select(static row => string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
}
