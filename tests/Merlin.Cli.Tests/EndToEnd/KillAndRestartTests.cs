using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>
/// A run is killed at random moments and restarted at once: nothing is lost, nothing finished runs again, and no task
/// ever runs twice at the same time. <c>MERLIN_LONG_TESTS=1</c> makes it long; <c>MERLIN_TEST_SEED</c> repeats a failure.
/// </summary>
public sealed class KillAndRestartTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("MERLIN_LONG_TESTS") == "1";
    private static readonly int Samples = Long ? 2000 : 300;
    private static readonly int Kills = Long ? 20 : 6;

    /// <summary>
    /// While the file <c>hold.N</c> exists the tasks of run N stay where they are. It exists before some kills and is
    /// never removed, so that a task which outlives such a kill is there to be met by its own second copy.
    /// </summary>
    private const string Begin =
        """
        read run < $1/run
        if [ -e $1/hold.$run ]; then
            echo "held $task $$" >> $1/effects.log
            while [ -e $1/hold.$run ]; do sleep 0.02; done
        fi

        """;

    private static readonly EffectsStudy Study = new() { Samples = Samples, Begin = Begin, First = EffectsStudy.Retry };

    [FactIf("flock")]
    public Task Killed_runs_lose_nothing_and_repeat_nothing_that_was_finished() => AtAsync(async site =>
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("MERLIN_TEST_SEED"), out int given)
            ? given
            : Random.Shared.Next();
        Output.WriteLine($"MERLIN_TEST_SEED={seed}");
        var random = new Random(seed);
        site.Write("run", "0\n");
        EffectsLog log = Study.WriteFiles(site);
        var snapshots = new List<EffectsSnapshot>();
        RunningCommand run = site.StartMerlin("run", "--local", site.Write("spec.yaml", Study.Spec));
        await Wait.UntilAsync(run, () => log.Count > 0);
        StudyWorkspace workspace = site.Workspace();

        for (int kill = 0; kill < Kills; kill++)
        {
            await MakeProgressAsync(run, log, random);
            if (random.Next(2) == 0)
            {
                await HoldTasksAsync(site, run, log, kill);
            }

            await KillAsync(run);
            snapshots.Add(EffectsSnapshot.Take(workspace, log));
            site.Write("run", $"{kill + 1}\n");
            run = site.StartMerlin("restart", workspace.Path, "--local");
        }

        (await run.EndWithoutInputAsync()).Ended(0);
        Study.ExpectAllEffects(workspace);
        EffectsStudy.ExpectRetries(workspace);
        EffectsStudy.ExpectNothingRepeated(log, snapshots);
        Study.ExpectCounts((await site.MerlinAsync("status", workspace.Path, "--json")).Ended(0).Out);
    });

    /// <summary>
    /// Waits until the tasks have done a random number of things more; in one case of four, for nothing. All together
    /// leave work for the last run.
    /// </summary>
    private static async Task MakeProgressAsync(RunningCommand run, EffectsLog log, Random random)
    {
        int span = 4 * Samples / (Kills + 1);
        int target = random.Next(4) == 0 ? 0 : log.Count + random.Next(span);
        await Wait.UntilAsync(run, () => log.Count >= target);
    }

    /// <summary>Keeps the tasks that start from now on from going on, and waits for one.</summary>
    private static async Task HoldTasksAsync(Site site, RunningCommand run, EffectsLog log, int number)
    {
        site.Write($"hold.{number}", "");
        int before = log.Effects().Count(effect => effect.What == "held");
        await Wait.UntilAsync(run, () => log.Effects().Count(effect => effect.What == "held") > before);
    }

    private static async Task KillAsync(RunningCommand run)
    {
        Assert.False(run.HasExited, run.SoFar.ToString());
        run.Kill();
        await Wait.UntilAsync(() => run.HasExited, () => "a killed process still runs");
    }
}
