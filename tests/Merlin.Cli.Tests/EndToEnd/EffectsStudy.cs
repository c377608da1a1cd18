using System.Text.Json.Nodes;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>
/// A study whose tasks write down what they do: <c>s</c> leaves each sample's number, <c>t</c> adds one to it, and <c>u</c>
/// gathers. Every task takes a lock that lives exactly as long as its script and what that started, so that a second copy, or
/// one that outlived its run, is found out by the tasks themselves.
/// </summary>
internal sealed record EffectsStudy
{
    /// <summary>For <see cref="First"/>: some samples ask for a retry at first.</summary>
    public const string Retry =
        """if [ $(( $(X) % 7 )) = 3 ] && mkdir retried 2> /dev/null; then echo "retry $task $$" >> $(LOG); exit $(MERLIN_RETRY); fi""";

    private const string Lock =
        """
        exec 9>> running.lock
        flock -n 9 || echo "overlap $task $$" >> $1/effects.log
        echo "start $task $$" >> $1/effects.log

        """;

    /// <summary>How many samples it has.</summary>
    public required int Samples { get; init; }

    /// <summary>What every task does when it has begun; <c>$1</c> is the spec's directory, <c>$task</c> the task.</summary>
    public required string Begin { get; init; }

    /// <summary>What the tasks of <c>s</c> do before their effect, on one line.</summary>
    public string First { get; init; } = ":";

    /// <summary>What those of each step give to <see cref="Begin"/> as <c>$2</c>.</summary>
    public (string OfS, string OfT, string OfU) Gates { get; init; } = ("", "", "");

    /// <summary>A further key of the step <c>t</c>.</summary>
    public string KeyOfT { get; init; } = "";

    /// <summary>The type of the batch system.</summary>
    public string Batch { get; init; } = "local";

    /// <summary>The names of a sample's columns; the first is its number.</summary>
    public string Columns { get; init; } = "X";

    /// <summary>A sample's row.</summary>
    public Func<int, string> Row { get; init; } = static sample => $"{sample}";

    /// <summary>The spec.</summary>
    public string Spec =>
        $$$"""
        description: {name: effects, description: d}
        batch: {type: {{{Batch}}} }
        env: {variables: {LOG: $(SPECROOT)/effects.log}}
        study:
            - name: s
              description: d
              run:
                cmd: |
                    task=s/$(MERLIN_SAMPLE_PATH)
                    . $(SPECROOT)/begin.sh $(SPECROOT) {{{Gates.OfS}}}
                    {{{First}}}
                    echo $(X) > effect
                    echo "end $task $$" >> $(LOG)
            - name: t
              description: d
              run:
                depends: [s]
                {{{KeyOfT}}}
                cmd: |
                    task=t/$(MERLIN_SAMPLE_PATH)
                    . $(SPECROOT)/begin.sh $(SPECROOT) {{{Gates.OfT}}}
                    read x < $(s.workspace)/$(MERLIN_SAMPLE_PATH)/effect || exit 1
                    echo $((x + 1)) > effect
                    echo "end $task $$" >> $(LOG)
            - name: u
              description: d
              run:
                depends: [t_*]
                cmd: |
                    task=u
                    . $(SPECROOT)/begin.sh $(SPECROOT) {{{Gates.OfU}}}
                    cat $(t.workspace)/$(MERLIN_GLOB_PATH)/effect | sort -n > effect
                    echo "end $task $$" >> $(LOG)
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [{{{Columns}}}]}
        """;

    /// <summary>Writes the files that the spec uses.</summary>
    /// <returns>What the tasks will write down.</returns>
    public EffectsLog WriteFiles(Site site)
    {
        site.Write("begin.sh", Lock + Begin);
        site.Write("samples.csv", string.Concat(Enumerable.Range(0, Samples).Select(sample => $"{Row(sample)}\n")));
        return new EffectsLog(Path.Combine(site.Work, "effects.log"));
    }

    /// <summary>Fails unless every task has its effect.</summary>
    public void ExpectAllEffects(StudyWorkspace workspace)
    {
        Assert.Equal((2 * Samples) + 1, workspace.FinishedTasks().Count);
        Assert.Equal(Enumerable.Range(1, Samples).Select(static i => $"{i}"), File.ReadAllLines(workspace.In("u/effect")));
    }

    /// <summary>Fails unless the samples that were to, by <see cref="Retry"/>, and no others have asked for a retry.</summary>
    public static void ExpectRetries(StudyWorkspace workspace)
    {
        foreach (string task in workspace.FinishedTasks().Where(static task => task[0] == 's'))
        {
            int x = int.Parse(workspace.Text($"{task}/effect"));
            Assert.Equal(x % 7 == 3, workspace.Has($"{task}/retried"));
        }
    }

    /// <summary>Fails when a task ran beside itself, or again after its end was known.</summary>
    public static void ExpectNothingRepeated(EffectsLog log, IEnumerable<EffectsSnapshot> snapshots)
    {
        IReadOnlyList<Effect> effects = log.Effects();
        Assert.DoesNotContain(effects, static effect => effect.What == "overlap");
        foreach (EffectsSnapshot snapshot in snapshots)
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
            ["s"] = new JsonObject { ["finished"] = Samples },
            ["t"] = new JsonObject { ["finished"] = Samples },
            ["u"] = new JsonObject { ["finished"] = 1 },
        };
        JsonObject counts = StatusJson.Counts(status);
        Assert.True(JsonNode.DeepEquals(expected, counts), counts.ToJsonString());
    }
}
