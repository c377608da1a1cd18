using System.Globalization;
using System.Text.Json.Nodes;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.EndToEnd.Flux;

/// <summary>
/// A study whose tasks stop on their way at gates that the test opens one after the other, so that each fault finds some of
/// them at work. Its first step runs under the workers, its second one as Flux jobs, and its third one gathers.
/// </summary>
internal sealed class GatedStudy
{
    private const string FileName = "spec.yaml";
    private readonly Site _site;
    private readonly int _gates;
    private readonly int _samples;
    private readonly EffectsLog _log;
    private readonly List<Snapshot> _snapshots = [];

    /// <summary>Writes the study's files.</summary>
    /// <param name="site">Where.</param>
    /// <param name="gates">How many gates there are.</param>
    /// <param name="samplesPerGate">How many samples stop at each.</param>
    public GatedStudy(Site site, int gates, int samplesPerGate)
    {
        _site = site;
        _gates = gates;
        _samples = gates * samplesPerGate;
        _log = new EffectsLog(Path.Combine(site.Work, "effects.log"));
        site.Write("begin.sh", Begin);
        site.Write("samples.csv", string.Concat(Enumerable.Range(0, _samples).Select(i => $"{i},{i / samplesPerGate}\n")));
        Spec = site.Write(FileName, Text);
    }

    /// <summary>The path of the spec.</summary>
    public string Spec { get; }

    /// <summary>The only workspace of the study.</summary>
    public StudyWorkspace Workspace => _site.Workspace();

    /// <summary>Waits until some tasks stand at gates, and keeps in mind what has finished before.</summary>
    public async Task UntilHeldAsync(int tasks, Allocation allocation)
    {
        await Wait.UntilAsync(
            () => Held().Count() >= tasks, () => $"{_log.Count} effects, {Held().Count()} tasks at gates, and then:\n{allocation.Log}");
        _snapshots.Add(Snapshot.Take(Workspace, _log));
    }

    /// <summary>Opens a gate.</summary>
    public void Open(int gate) => _site.Write($"gate{gate}", "");

    /// <summary>Opens all gates.</summary>
    public void OpenAll() => Enumerable.Range(0, _gates + 1).ToList().ForEach(Open);

    /// <summary>Fails unless every task has its effect, none ran beside itself, and none ran again after its end was known.</summary>
    public void ExpectAllDoneOnce()
    {
        Assert.Equal((2 * _samples) + 1, Workspace.FinishedTasks().Count);
        Assert.Equal(Enumerable.Range(1, _samples).Select(static i => $"{i}"), File.ReadAllLines(Workspace.In("u/effect")));
        IReadOnlyList<Effect> effects = _log.Effects();
        Assert.DoesNotContain(effects, static effect => effect.What == "overlap");
        foreach (Snapshot snapshot in _snapshots)
        {
            Assert.DoesNotContain(
                effects.Skip(snapshot.LogLines), effect => effect.What == "start" && snapshot.Finished.Contains(effect.Task));
        }
    }

    /// <summary>Fails unless <c>merlin status --json</c> counts each task once, as finished.</summary>
    public void ExpectCounts(string status)
    {
        var expected = new JsonObject
        {
            ["s"] = new JsonObject { ["finished"] = _samples },
            ["t"] = new JsonObject { ["finished"] = _samples },
            ["u"] = new JsonObject { ["finished"] = 1 },
        };
        JsonObject counts = StatusJson.Counts(status);
        Assert.True(JsonNode.DeepEquals(expected, counts), counts.ToJsonString());
    }

    /// <summary>What happened, for the output of a test.</summary>
    public string Story() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_log.Effects().Count(static effect => effect.What == "start")} starts of {(2 * _samples) + 1} tasks; finished at the faults: ")
        + string.Join(", ", _snapshots.Select(static snapshot => snapshot.Finished.Count));

    private IEnumerable<Effect> Held()
    {
        return _log.Effects()
            .GroupBy(static effect => effect.Process)
            .Select(static effects => effects.Last())
            .Where(static last => last.What == "held" && ProcessTable.Runs(last.Process));
    }

    private const string Text =
        """
        description: {name: faults, description: d}
        batch: {type: flux}
        env: {variables: {LOG: $(SPECROOT)/effects.log}}
        study:
            - name: s
              description: d
              run:
                cmd: |
                    task=s/$(MERLIN_SAMPLE_PATH)
                    . $(SPECROOT)/begin.sh $(SPECROOT) $(GATE)
                    echo $(X) > effect
                    echo "end $task $$" >> $(LOG)
            - name: t
              description: d
              run:
                depends: [s]
                launch: job
                cmd: |
                    task=t/$(MERLIN_SAMPLE_PATH)
                    . $(SPECROOT)/begin.sh $(SPECROOT) $(( $(GATE) + 1 ))
                    read x < $(s.workspace)/$(MERLIN_SAMPLE_PATH)/effect || exit 1
                    echo $((x + 1)) > effect
                    echo "end $task $$" >> $(LOG)
            - name: u
              description: d
              run:
                depends: [t_*]
                cmd: |
                    task=u
                    . $(SPECROOT)/begin.sh $(SPECROOT) 0
                    cat $(t.workspace)/$(MERLIN_GLOB_PATH)/effect | sort -n > effect
                    echo "end $task $$" >> $(LOG)
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [X, GATE]}
        """;

    /// <summary>The lock lives exactly as long as the script and what it started.</summary>
    private const string Begin =
        """
        exec 9>> running.lock
        flock -n 9 || echo "overlap $task $$" >> $1/effects.log
        echo "start $task $$" >> $1/effects.log
        if ! [ -e $1/gate$2 ]; then
            echo "held $task $$" >> $1/effects.log
            until [ -e $1/gate$2 ]; do sleep 0.1; done
        fi

        """;

    /// <summary>The finished tasks of a moment, and how long the log was after it.</summary>
    private sealed record Snapshot(int LogLines, HashSet<string> Finished)
    {
        public static Snapshot Take(StudyWorkspace workspace, EffectsLog log)
        {
            HashSet<string> finished = [.. workspace.FinishedTasks()];
            return new Snapshot(log.Count, finished);
        }
    }
}
