using System.Text.Json.Nodes;
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
    /// Every task takes a lock that lives exactly as long as its script and what that started, so that a second copy,
    /// or one that outlived its run, is found out by the tasks themselves. Some samples ask for a retry at first.
    /// </summary>
    private const string Spec =
        """
        description: {name: killed, description: d}
        env: {variables: {LOG: $(SPECROOT)/effects.log}}
        study:
            - name: s
              description: d
              run:
                cmd: |
                    task=s/$(MERLIN_SAMPLE_PATH)
                    . $(SPECROOT)/begin.sh $(SPECROOT)
                    if [ $(( $(X) % 7 )) = 3 ] && mkdir retried 2> /dev/null; then
                        echo "retry $task $$" >> $(LOG)
                        exit $(MERLIN_RETRY)
                    fi
                    echo $(X) > effect
                    echo "end $task $$" >> $(LOG)
            - name: t
              description: d
              run:
                depends: [s]
                cmd: |
                    task=t/$(MERLIN_SAMPLE_PATH)
                    . $(SPECROOT)/begin.sh $(SPECROOT)
                    read x < $(s.workspace)/$(MERLIN_SAMPLE_PATH)/effect || exit 1
                    echo $((x + 1)) > effect
                    echo "end $task $$" >> $(LOG)
            - name: u
              description: d
              run:
                depends: [t_*]
                cmd: |
                    task=u
                    . $(SPECROOT)/begin.sh $(SPECROOT)
                    cat $(t.workspace)/$(MERLIN_GLOB_PATH)/effect | sort -n > effect
                    echo "end $task $$" >> $(LOG)
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [X]}
        """;

    /// <summary>
    /// While the file <c>hold.N</c> exists the tasks of run N stay where they are. It exists before some kills and is
    /// never removed, so that a task which outlives such a kill is there to be met by its own second copy.
    /// </summary>
    private const string Begin =
        """
        exec 9>> running.lock
        flock -n 9 || echo "overlap $task $$" >> $1/effects.log
        echo "start $task $$" >> $1/effects.log
        read run < $1/run
        if [ -e $1/hold.$run ]; then
            echo "held $task $$" >> $1/effects.log
            while [ -e $1/hold.$run ]; do sleep 0.02; done
        fi

        """;

    [FactIf("flock")]
    public Task Killed_runs_lose_nothing_and_repeat_nothing_that_was_finished() => AtAsync(async site =>
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("MERLIN_TEST_SEED"), out int given)
            ? given
            : Random.Shared.Next();
        Output.WriteLine($"MERLIN_TEST_SEED={seed}");
        var random = new Random(seed);
        site.Write("begin.sh", Begin);
        site.Write("run", "0\n");
        site.Write("samples.csv", string.Concat(Enumerable.Range(0, Samples).Select(i => $"{i}\n")));
        var log = new EffectsLog(Path.Combine(site.Work, "effects.log"));
        var snapshots = new List<Snapshot>();
        RunningCommand run = site.StartMerlin("run", "--local", site.Write("spec.yaml", Spec));
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
            snapshots.Add(new Snapshot(log.Count, workspace.FinishedTasks()));
            site.Write("run", $"{kill + 1}\n");
            run = site.StartMerlin("restart", workspace.Path, "--local");
        }

        (await run.EndWithoutInputAsync()).Ended(0);
        ExpectAllEffects(workspace);
        ExpectNothingRepeated(log.Effects(), snapshots);
        await ExpectCountsAsync(site, workspace);
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

    private static void ExpectAllEffects(StudyWorkspace workspace)
    {
        Assert.Equal(2 * Samples + 1, workspace.FinishedTasks().Count);
        Assert.Equal(
            Enumerable.Range(1, Samples).Select(i => $"{i}"), File.ReadAllLines(workspace.In("u/effect")));
        foreach (string task in workspace.FinishedTasks().Where(task => task[0] == 's'))
        {
            int x = int.Parse(workspace.Text($"{task}/effect"));
            Assert.Equal(x % 7 == 3, workspace.Has($"{task}/retried"));
        }
    }

    private static void ExpectNothingRepeated(IReadOnlyList<Effect> effects, List<Snapshot> snapshots)
    {
        Assert.DoesNotContain(effects, effect => effect.What == "overlap");
        foreach (Snapshot snapshot in snapshots)
        {
            var finished = snapshot.Finished.ToHashSet(StringComparer.Ordinal);
            Assert.DoesNotContain(
                effects.Skip(snapshot.LogLines), effect => effect.What == "start" && finished.Contains(effect.Task));
        }
    }

    private static async Task ExpectCountsAsync(Site site, StudyWorkspace workspace)
    {
        CommandResult status = (await site.MerlinAsync("status", workspace.Path, "--json")).Ended(0);
        var expected = new JsonObject
        {
            ["s"] = new JsonObject { ["finished"] = Samples },
            ["t"] = new JsonObject { ["finished"] = Samples },
            ["u"] = new JsonObject { ["finished"] = 1 },
        };
        JsonObject counts = StatusJson.Counts(status.Out);
        Assert.True(JsonNode.DeepEquals(expected, counts), counts.ToJsonString());
    }

    /// <summary>The finished tasks right after a kill, and how long the log was then.</summary>
    private sealed record Snapshot(int LogLines, IReadOnlyList<string> Finished);
}
