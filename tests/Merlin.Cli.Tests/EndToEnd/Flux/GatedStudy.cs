using System.Globalization;
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
    private readonly EffectsStudy _study;
    private readonly EffectsLog _log;
    private readonly List<EffectsSnapshot> _snapshots = [];

    /// <summary>Writes the study's files.</summary>
    /// <param name="site">Where.</param>
    /// <param name="gates">How many gates there are.</param>
    /// <param name="samplesPerGate">How many samples stop at each.</param>
    public GatedStudy(Site site, int gates, int samplesPerGate)
    {
        _site = site;
        _gates = gates;
        _study = new EffectsStudy
        {
            Samples = gates * samplesPerGate,
            Begin = Begin,
            Gates = ("$(GATE)", "$(( $(GATE) + 1 ))", "0"),
            KeyOfT = "launch: job",
            Batch = "flux",
            Columns = "X, GATE",
            Row = sample => $"{sample},{sample / samplesPerGate}",
        };
        _log = _study.WriteFiles(site);
        Spec = site.Write(FileName, _study.Spec);
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
        _snapshots.Add(EffectsSnapshot.Take(Workspace, _log));
    }

    /// <summary>Opens a gate.</summary>
    public void Open(int gate) => _site.Write($"gate{gate}", "");

    /// <summary>Opens all gates.</summary>
    public void OpenAll() => Enumerable.Range(0, _gates + 1).ToList().ForEach(Open);

    /// <summary>Fails unless every task has its effect, none ran beside itself, and none ran again after its end was known.</summary>
    public void ExpectAllDoneOnce()
    {
        _study.ExpectAllEffects(Workspace);
        EffectsStudy.ExpectNothingRepeated(_log, _snapshots);
    }

    /// <summary>Fails unless <c>merlin status --json</c> counts each task once, as finished.</summary>
    public void ExpectCounts(string status) => _study.ExpectCounts(status);

    /// <summary>What happened, for the output of a test.</summary>
    public string Story() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_log.Effects().Count(static effect => effect.What == "start")} starts of {(2 * _study.Samples) + 1} tasks; finished at the faults: ")
        + string.Join(", ", _snapshots.Select(static snapshot => snapshot.Finished.Count));

    private IEnumerable<Effect> Held()
    {
        return _log.Effects()
            .GroupBy(static effect => effect.Process)
            .Select(static effects => effects.Last())
            .Where(static last => last.What == "held" && ProcessTable.Runs(last.Process));
    }

    private const string Begin =
        """
        if ! [ -e $1/gate$2 ]; then
            echo "held $task $$" >> $1/effects.log
            until [ -e $1/gate$2 ]; do sleep 0.1; done
        fi

        """;
}
