using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.Distributed;

/// <summary><c>query-workers</c> and <c>stop-workers</c>.</summary>
public sealed class WorkerListTests
{
    private const string Hello = """
        study:
        - {name: hello, description: d, run: {cmd: echo, task_queue: hello_queue}}
        merlin: {resources: {workers: {wa: {}, wb: {steps: [hello]}}}}

        """;

    [Fact]
    public async Task Without_workers_both_say_so()
    {
        await using var site = new BrokerSite();

        Assert.Contains("No workers found!", (await site.MerlinAsync("query-workers")).Ended(ExitCode.Success).Error, StringComparison.Ordinal);
        Assert.Contains("No workers found to stop", (await site.MerlinAsync("stop-workers")).Ended(ExitCode.Success).Error, StringComparison.Ordinal);
        Assert.Empty((await site.MerlinAsync("query-workers", "--json")).Json().GetProperty("workers").EnumerateArray());
    }

    [Fact]
    public async Task Workers_are_shown_with_their_queues_and_chosen_by_any_filter()
    {
        await using BrokerSite site = await ThreeWorkersAsync();

        Said all = (await site.MerlinAsync("query-workers")).Ended(ExitCode.Success);
        Assert.Matches($@"(?m)^Workers +Queues\n-+  -+\nwa@{Host} +\[merlin\]_hello_queue, \[merlin\]_x\nwb@{Host} +\[merlin\]_other\nzz@{Host} +\(all\)\n\z", all.Out);
        Assert.Equal(["wb"], await NamesAsync(site, "--workers", "^wb@"));
        Assert.Equal(["wa", "zz"], await NamesAsync(site, "--queues", "hello_queue"));
        Assert.Equal(["wa", "wb", "zz"], await NamesAsync(site, "--queues", "[merlin]_hello_queue", "--workers", "b"));
        Assert.Equal(["wa", "wb"], await NamesAsync(site, "--spec", site.Spec("s", Hello)));
        Assert.Contains(
            "match your filters", (await site.MerlinAsync("query-workers", "--workers", "nobody")).Ended(ExitCode.Success).Error, StringComparison.Ordinal);
        Assert.Contains(
            "'w(' is no regular expression", (await site.MerlinAsync("query-workers", "--workers", "w(")).Ended(ExitCode.Error).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_are_stopped_that_every_filter_means()
    {
        await using BrokerSite site = await ThreeWorkersAsync();

        Said stopped = await site.MerlinAsync("stop-workers", "--queues", "hello_queue", "--workers", "wa", "wb");
        Assert.Contains($"Sending stop to these workers: [wa@{Host}]", stopped.Ended(ExitCode.Success).Error, StringComparison.Ordinal);
        await ExpectAsync(site, "wb", "zz");

        (await site.MerlinAsync("stop-workers")).Ended(ExitCode.Success);
        await ExpectAsync(site);
    }

    private static string Host => Environment.MachineName;

    private static async Task<BrokerSite> ThreeWorkersAsync()
    {
        var site = new BrokerSite();
        site.StartWorker("wa", queues: ["[merlin]_hello_queue", "[merlin]_x"]);
        site.StartWorker("wb", queues: ["[merlin]_other"]);
        site.StartWorker("zz");
        await ExpectAsync(site, "wa", "wb", "zz");
        return site;
    }

    private static async Task ExpectAsync(BrokerSite site, params string[] names)
    {
        string[] present = [];
        await Wait.UntilAsync(
            async () => (present = await NamesAsync(site)).SequenceEqual(names), () => $"workers: {string.Join(", ", present)}");
    }

    private static async Task<string[]> NamesAsync(BrokerSite site, params string[] filters) =>
        [.. (await site.MerlinAsync(["query-workers", .. filters, "--json"])).Ended(ExitCode.Success).Json()
            .GetProperty("workers").EnumerateArray().Select(static worker => worker.GetProperty("worker").GetString()!).Order()];
}
