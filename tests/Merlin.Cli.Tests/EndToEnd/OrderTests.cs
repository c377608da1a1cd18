using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>What runs before what.</summary>
public sealed class OrderTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public Task Each_sample_walks_a_chain_on_its_own(string concurrency) => AtAsync(async site =>
    {
        string[] order = await RunAsync(site, "[s_*]", "[t]", concurrency);

        for (int sample = 1; sample <= 3; sample++)
        {
            Assert.True(
                Array.IndexOf(order, $"s{sample}") < Array.IndexOf(order, $"t{sample}"), string.Join(' ', order));
        }

        Assert.Equal("u", order[^1]);
    });

    [Fact]
    public Task A_slow_sample_does_not_hold_up_the_chains_of_others() => AtAsync(async site =>
    {
        // Sample 1 of the first step ends only when another sample has come through the second: a barrier would hang.
        site.Write("samples.csv", "1\n2\n3\n");
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: flow, description: d}
            study:
                - name: s
                  description: d
                  run:
                    cmd: |
                        if [ $(X) = 1 ]; then until [ -e $(MERLIN_WORKSPACE)/t.through ]; do sleep 0.02; done; fi
                - {name: t, description: d, run: {cmd: 'echo $(X) > $(MERLIN_WORKSPACE)/t.through', depends: [s]}}
            merlin:
                samples: {file: $(SPECROOT)/samples.csv, column_labels: [X]}
            """);

        (await site.MerlinAsync("run", "--local", "--concurrency", "2", spec)).Ended(0);

        Assert.Equal(6, site.Workspace().FinishedTasks().Count);
    });

    [Fact]
    public Task A_step_with_two_followers_is_a_barrier() => AtAsync(async site =>
    {
        string[] order = await RunAsync(site, "[s]", "[s]", "2");

        Assert.Equal(["s1", "s2", "s3"], order[..3].Order(StringComparer.Ordinal));
        Assert.Equal(["t1", "t2", "t3", "u"], order[3..].Order(StringComparer.Ordinal));
    });

    [Fact]
    public Task A_step_may_depend_on_one_that_stands_behind_it() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: forward, description: d}
            study:
                - {name: last, description: d, run: {cmd: 'cat $(first.workspace)/first.out', depends: [first]}}
                - {name: first, description: d, run: {cmd: 'echo first'}}
            """);

        Assert.Equal("first\n", workspace.Text("last/last.out"));
    });

    private static async Task<string[]> RunAsync(Site site, string dependsOfT, string dependsOfU, string concurrency)
    {
        site.Write("samples.csv", "1\n2\n3\n");
        StudyWorkspace workspace = await site.RunAsync(
            $$"""
            description: {name: order, description: d}
            study:
                - {name: s, description: d, run: {cmd: 'echo s$(X) >> $(MERLIN_WORKSPACE)/order.log'} }
                - {name: t, description: d, run: {cmd: 'echo t$(X) >> $(MERLIN_WORKSPACE)/order.log', depends: {{dependsOfT}} } }
                - {name: u, description: d, run: {cmd: 'echo u >> $(MERLIN_WORKSPACE)/order.log', depends: {{dependsOfU}} } }
            merlin:
                samples: {file: $(SPECROOT)/samples.csv, column_labels: [X]}
            """,
            options: ["--concurrency", concurrency]);

        string[] order = await File.ReadAllLinesAsync(workspace.In("order.log"));
        Assert.Equal(["s1", "s2", "s3", "t1", "t2", "t3", "u"], order.Order(StringComparer.Ordinal));
        return order;
    }
}
