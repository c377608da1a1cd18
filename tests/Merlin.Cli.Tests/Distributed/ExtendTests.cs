using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.Distributed;

public sealed class ExtendTests
{
    [Fact]
    public async Task Added_samples_are_run_and_the_funnel_waits_for_them()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(Sampled(site, "1\n2\n3\n"));
        string more = site.Write("more.csv", "4\n5\n");

        Said said = (await site.MerlinAsync("extend", "s", "--samplesfile", more)).Ended(ExitCode.Success);
        File.Delete(more);
        site.StartWorker();
        await Wait.UntilAsync(
            () => File.Exists(Path.Combine(workspace, "sum", "MERLIN_FINISHED")), static () => "the last step has not finished");

        Assert.Contains("has 2 more samples", said.Out, StringComparison.Ordinal);
        string effects = await File.ReadAllTextAsync(Path.Combine(workspace, "sum", "sum.out"));
        Assert.Equal("1\n2\n3\n4\n5\n5\n", effects);
    }

    [Fact]
    public async Task A_restart_knows_the_added_samples()
    {
        await using var site = new BrokerSite();
        string workspace = await site.SubmitAsync(Sampled(site, "1\n2\n3\n"));
        (await site.MerlinAsync("extend", workspace, "--samplesfile", site.Write("more.csv", "4\n5\n"))).Ended(ExitCode.Success);
        (await site.MerlinAsync("cancel", "s")).Ended(ExitCode.Success);

        (await site.MerlinAsync("restart", workspace, "--local")).Ended(ExitCode.Success);

        Assert.Equal("5\n", await File.ReadAllTextAsync(Path.Combine(workspace, "use", "04", "use.out")));
    }

    [Fact]
    public async Task What_cannot_be_extended_is_refused_and_nothing_changes()
    {
        await using var site = new BrokerSite();
        string more = site.Write("more.csv", "4\n5\n");
        string wide = site.Write("wide.csv", "4,5\n");
        await site.SubmitAsync(Sampled(site, "1\n"));
        await Refused(site, "1", more, "one sample");
        string workspace = await site.SubmitAsync(Sampled(site, "1\n2\n"));
        await Refused(site, "2", wide, "2 columns");
        (await site.MerlinAsync("cancel", "2")).Ended(ExitCode.Success);
        await Refused(site, "2", more, "has ended");
        await site.SubmitAsync(site.Spec("plain", "study:\n- {name: a, description: d, run: {cmd: echo}}\n"));
        await Refused(site, "plain", more, "has no samples");

        Assert.False(Directory.Exists(Path.Combine(workspace, "merlin_info", "more_samples")));
    }

    private static async Task Refused(BrokerSite site, string study, string file, string reason) => Assert.Contains(
        reason,
        (await site.MerlinAsync("extend", study, "--samplesfile", file)).Ended(ExitCode.Error).Error,
        StringComparison.Ordinal);

    private static string Sampled(BrokerSite site, string rows) => site.Spec(
        "s",
        $$$"""
        study:
        - {name: use, description: d, run: {cmd: echo $(X)}}
        - name: sum
          description: d
          run:
            cmd: |
              for path in $(MERLIN_PATHS_ALL); do cat $(use.workspace)/$path/use.out; done
              wc -l < $(MERLIN_PATHS_FILE)
            depends: [use_*]
        merlin:
          samples:
            file: {{{site.Write("samples.csv", rows)}}}
            column_labels: [X]

        """);
}
