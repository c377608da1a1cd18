using System.Globalization;
using Merlin.Broker;
using Merlin.Flux.Testing;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Tasks of the worker and Flux jobs in one instance.</summary>
public sealed class SharedCoresTests
{
    // When it begins and ends, and where it may run.
    private const string SaysWhenAndWhere =
        "from=$(date +%s%N); sleep 0.05; echo $from $(date +%s%N) $(grep Cpus_allowed_list /proc/self/status | cut -f2) > span";

    private sealed record Span(long From, long To, int[] Processors);

    [FluxFact]
    public async Task Tasks_and_jobs_never_share_a_processor()
    {
        PlanNode spawned = Rig.Sampled("spawned", SaysWhenAndWhere, 40);
        PlanNode jobs = Rig.Sampled("jobs", SaysWhenAndWhere, 12) with { Launch = TaskLaunch.Job };
        await using InstanceRig rig = await InstanceRig.StartAsync([spawned, jobs]);
        rig.Broker.Lease(1, 0, 0, 20);
        await rig.Broker.Ended(0, 4);
        rig.Broker.Lease(2, 1, 0, 12);
        rig.Broker.Lease(3, 0, 20, 40);

        TaskRecord[] records = [.. await rig.Broker.Ended(0, 40), .. await rig.Broker.Ended(1, 12)];

        Assert.All(records, static record => Assert.Equal(TaskOutcome.Succeeded, record.Outcome));
        Span[] own = [.. rig.FilesOf("spawned", "span").Select(Read)];
        Span[] others = [.. rig.FilesOf("jobs", "span").Select(Read)];
        Assert.Equal((40, 12), (own.Length, others.Length));
        Assert.All(own, span => Assert.Single(span.Processors));
        foreach (Span span in own)
        {
            Assert.DoesNotContain(own.Concat(others), other => other != span && Meet(span, other));
        }
    }

    [FluxFact]
    public async Task A_script_holds_nothing_and_its_launcher_gets_the_cores()
    {
        // In real life the worker, and so its tasks, have the instance's FLUX_URI.
        string launch = $"FLUX_URI=$(cat ../uri) {FluxInstallation.Command} run -n 2 sh -c 'echo $FLUX_TASK_RANK' > ranks";
        PlanNode node = Rig.Sampled("s", launch, 4) with { Resources = new PlanResources(0, 2, 1, 0), UsesLauncher = true };
        await using InstanceRig rig = await InstanceRig.StartAsync([node, Rig.Sampled("t", "true", 20)]);
        Directory.CreateDirectory(rig.Worker.PathOf("s"));
        await File.WriteAllTextAsync(rig.Worker.PathOf("s", "uri"), rig.Flux.Uri);
        rig.Broker.Lease(1, 1, 0, 20);
        rig.Broker.Lease(2, 0, 0, 4);

        TaskRecord[] records = [.. await rig.Broker.Ended(0, 4), .. await rig.Broker.Ended(1, 20)];

        Assert.All(records, static record => Assert.Equal(TaskOutcome.Succeeded, record.Outcome));
        Assert.All(rig.FilesOf("s", "ranks"), static ranks => Assert.Equal(["0", "1"], ranks.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }

    private static Span Read(string text)
    {
        string[] words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        string[] ends = words[2].Split('-');
        int first = int.Parse(ends[0], CultureInfo.InvariantCulture);
        int last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
        return new Span(
            long.Parse(words[0], CultureInfo.InvariantCulture),
            long.Parse(words[1], CultureInfo.InvariantCulture),
            [.. Enumerable.Range(first, last - first + 1)]);
    }

    private static bool Meet(Span one, Span other) =>
        one.From < other.To && other.From < one.To && one.Processors.Intersect(other.Processors).Any();
}
