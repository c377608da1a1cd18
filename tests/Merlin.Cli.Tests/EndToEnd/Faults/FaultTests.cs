using Merlin.Broker.Tests.Wire;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd.Faults;

/// <summary>
/// A study on a broker daemon and five workers, while broker and workers are killed and connections are cut at random:
/// nothing is lost, nothing finished runs again, no task runs twice at the same time, and nobody needs a hand.
/// <c>MERLIN_LONG_TESTS=1</c> makes it long; <c>MERLIN_TEST_SEED</c> repeats its choices.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const int RealWorkers = 4;
    private const int Slots = 2;
    private const int Forty = 40;

    // Effects that a sample has: two starts, two ends, and a retry with another start for one of seven.
    private const double EffectsPerSample = 4 + (2 / 7.0);

    private static readonly bool Long = Environment.GetEnvironmentVariable("MERLIN_LONG_TESTS") == "1";
    private static readonly int Samples = Long ? 10_000 : 400;
    private static readonly int FaultsOfAKind = Long ? 20 : 4;

    /// <summary>A task that finds <c>halt</c> stays where it is until <c>go</c> is there.</summary>
    private const string Begin =
        """
        if [ -e $1/halt ]; then
            echo "held $task $$" >> $1/effects.log
            until [ -e $1/go ]; do sleep 0.02; done
        fi

        """;

    [FactIf("flock")]
    public Task Faults_lose_nothing_and_repeat_nothing() => AtAsync(site => Cluster.UseAsync(site, async cluster =>
    {
        var random = new Random(Seed());
        EffectsStudy study = Study(Samples);
        EffectsLog log = study.WriteFiles(site);
        string way = cluster.AddWay(out TcpProxy proxy);
        for (int i = 0; i < RealWorkers; i++)
        {
            cluster.StartWorker($"wk{i}", way, Slots);
        }

        cluster.StartDoublingWorker("twice", way, random.Next());
        StudyWorkspace workspace = await cluster.SubmitAsync(study.Spec);
        var snapshots = new List<EffectsSnapshot>();
        RunningCommand[] untouched = [.. cluster.Workers];
        int inTime = 0;
        foreach (Fault fault in Faults(random))
        {
            // The study goes on during the faults too, and is to be there for the last of them.
            int target = log.Count + random.Next((int)(EffectsPerSample * Samples / (3 * FaultsOfAKind)));
            await cluster.UntilAsync(() => log.Count >= target || workspace.Finished("u"), log);
            inTime += workspace.Finished("u") ? 0 : 1;
            snapshots.Add(EffectsSnapshot.Take(workspace, log));
            await CauseAsync(fault, cluster, proxy, way, random);
        }

        await UntilOverAsync(cluster, workspace, log);
        await cluster.StopWorkersAsync();
        Output.WriteLine($"{inTime} of {snapshots.Count} faults came before the end.");
        Assert.True(inTime > snapshots.Count / 2, $"only {inTime} faults came before the end of the study");
        ExpectAllEffects(study, workspace);
        EffectsStudy.ExpectNothingRepeated(log, snapshots);
        study.ExpectCounts((await cluster.StatusAsync(workspace)).Out);
        Assert.All(untouched.Intersect(cluster.Workers), static worker => ExpectShortStory(worker.SoFar));
    }));

    [FactIf("flock")]
    public Task A_cut_longer_than_the_heartbeat_limit_loses_no_finished_result() => AtAsync(site => Cluster.UseAsync(site, async cluster =>
    {
        EffectsStudy study = Study(Forty);
        EffectsLog log = study.WriteFiles(site);
        string halt = site.Write("halt", "");
        RunningCommand first = cluster.StartWorker("first", cluster.AddWay(out TcpProxy proxy), Slots);
        StudyWorkspace workspace = await cluster.SubmitAsync(study.Spec);
        await cluster.UntilAsync(() => Held(log).Length == Slots, log);
        string[] begun = Held(log);

        proxy.Hold();
        File.Delete(halt);
        RunningCommand second = cluster.StartWorker("second", cluster.AddWay(out _), Slots * 2);
        await cluster.UntilAsync(
            () => begun.All(task => second.SoFar.Error.Contains($"{workspace.In(task)}: another copy", StringComparison.Ordinal)), log);
        site.Write("go", "");
        await UntilOverAsync(cluster, workspace, log);
        proxy.Release();
        await cluster.StopWorkersAsync();

        ExpectAllEffects(study, workspace);
        study.ExpectCounts((await cluster.StatusAsync(workspace)).Out);
        Assert.All(begun, task => Assert.Single(log.Effects(), effect => effect.What == "end" && effect.Task == task));
        EffectsStudy.ExpectNothingRepeated(log, []);
        ExpectShortStory(first.SoFar);
        Assert.Contains("There is no line to the broker", first.SoFar.Error, StringComparison.Ordinal);
    }));

    [FactIf("flock")]
    public Task What_ends_during_a_cut_longer_than_the_heartbeat_limit_is_reported_after_it() => AtAsync(site => Cluster.UseAsync(site, async cluster =>
    {
        EffectsStudy study = Study(Forty);
        EffectsLog log = study.WriteFiles(site);
        string halt = site.Write("halt", "");
        RunningCommand worker = cluster.StartWorker("only", cluster.AddWay(out TcpProxy proxy), Slots);
        StudyWorkspace workspace = await cluster.SubmitAsync(study.Spec);
        await cluster.UntilAsync(() => Held(log).Length == Slots, log);
        string[] begun = Held(log);

        proxy.Hold();
        File.Delete(halt);
        await cluster.UntilAllAreLostAsync();
        site.Write("go", "");
        await cluster.UntilAsync(() => begun.All(task => log.Effects().Any(effect => effect.What is "end" or "retry" && effect.Task == task)), log);
        Assert.Equal(Slots, log.Effects().Count(static effect => effect.What == "start"));
        proxy.Release();
        await UntilOverAsync(cluster, workspace, log);
        await cluster.StopWorkersAsync();

        ExpectAllEffects(study, workspace);
        study.ExpectCounts((await cluster.StatusAsync(workspace)).Out);
        Assert.All(begun, task => Assert.Single(log.Effects(), effect => effect.What == "end" && effect.Task == task));
        Assert.Contains("tasks are started as before", worker.SoFar.Error, StringComparison.Ordinal);
        ExpectShortStory(worker.SoFar);
    }));

    private static string[] Held(EffectsLog log) =>
        [.. log.Effects().Where(static effect => effect.What == "held").Select(static effect => effect.Task)];

    private int Seed()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("MERLIN_TEST_SEED"), out int given)
            ? given
            : Random.Shared.Next();
        Output.WriteLine($"MERLIN_TEST_SEED={seed}");
        return seed;
    }

    // The sleeps leave time for the faults.
    private static EffectsStudy Study(int samples) => new()
    {
        Samples = samples,
        Begin = Begin,
        First = EffectsStudy.Retry + "; sleep 0.$(( $(X) % 3 ))",
    };

    private static Fault[] Faults(Random random)
    {
        Fault[] faults = [.. Enum.GetValues<Fault>().SelectMany(static fault => Enumerable.Repeat(fault, FaultsOfAKind))];
        random.Shuffle(faults);
        return faults;
    }

    private static async Task CauseAsync(Fault fault, Cluster cluster, TcpProxy proxy, string way, Random random)
    {
        switch (fault)
        {
            case Fault.BrokerKilled:
                await cluster.KillBrokerAsync();
                await cluster.StartBrokerAsync();
                break;
            case Fault.WorkerKilled:
                RunningCommand victim = cluster.Workers[random.Next(cluster.Workers.Count)];
                await cluster.KillAsync(victim);
                if (victim.SoFar.CommandLine.Contains("doubling", StringComparison.Ordinal))
                {
                    cluster.StartDoublingWorker("twice", way, random.Next());
                }
                else
                {
                    cluster.StartWorker("next", way, Slots);
                }

                break;
            case Fault.ConnectionsCut:
                proxy.Cut();
                break;
        }
    }

    // One wait is bounded, the study is not.
    private static async Task UntilOverAsync(Cluster cluster, StudyWorkspace workspace, EffectsLog log)
    {
        const int Step = 100;
        while (!workspace.Finished("u"))
        {
            int target = log.Count + Step;
            await cluster.UntilAsync(() => log.Count >= target || workspace.Finished("u"), log);
        }
    }

    private static void ExpectAllEffects(EffectsStudy study, StudyWorkspace workspace)
    {
        study.ExpectAllEffects(workspace);
        EffectsStudy.ExpectRetries(workspace);
    }

    /// <summary>A loss of the line is told once, however often it is tried again, and so is the line's return.</summary>
    private static void ExpectShortStory(CommandResult worker)
    {
        string[] lines = worker.Error.Split('\n');
        int lost = lines.Count(static line => line.Contains("There is no line to the broker", StringComparison.Ordinal));
        int open = lines.Count(static line => line.Contains("Connected to the broker", StringComparison.Ordinal));
        Assert.True(lost == open - 1 && lost <= 2 * FaultsOfAKind, worker.ToString());
        Assert.DoesNotContain(lines, static line => line.Contains("   at ", StringComparison.Ordinal));
    }

    private enum Fault
    {
        BrokerKilled = 0,
        WorkerKilled = 1,
        ConnectionsCut = 2,
    }
}
