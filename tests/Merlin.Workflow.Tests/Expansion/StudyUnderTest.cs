using Merlin.Workflow.Expansion;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Tests.Expansion;

/// <summary>A study put together in code, and planned.</summary>
internal sealed class StudyUnderTest
{
    public const string Workspace = "/w";

    private readonly List<ParameterSpec> _parameters = [];
    private readonly List<StepSpec> _steps = [];

    public BatchSpec Batch { get; init; } = BatchSpec.Default;

    public SampleSource? Samples { get; init; }

    /// <summary>The packed layout; null for the full one.</summary>
    public SamplePacking? Packing { get; init; }

    public bool StatusFiles { get; init; }

    public Version? FluxVersion { get; init; }

    public bool HasMerlinLaunch { get; init; }

    public static SampleSource SamplesOf(long rows, int levelMaxDirs, params string[] labels) => new()
    {
        File = "/samples.npy",
        Labels = labels,
        Rows = rows,
        Columns = labels.Length,
        LevelMaxDirs = levelMaxDirs,
        FileSize = 0,
        FileTicks = 0,
    };

    /// <summary>Adds a parameter whose values are written as plain YAML scalars.</summary>
    public StudyUnderTest Parameter(string key, string label, params string[] values)
    {
        _parameters.Add(new ParameterSpec(key, key, label, [.. values.Select(v => YamlScalar.Plain(v))]));
        return this;
    }

    public StudyUnderTest Step(string name, string cmd, params string[] depends) => Step(name, cmd, depends, []);

    public StudyUnderTest Step(string name, string cmd, string[] depends, (string Key, string Value)[] run, string description = "d")
    {
        var entries = new List<YamlEntry> { Entry("cmd", YamlScalar.Block(cmd)) };
        if (depends.Length > 0)
        {
            entries.Add(Entry("depends", new YamlSequence([.. depends.Select(d => YamlScalar.Quoted(d))])));
        }

        entries.AddRange(run.Select(r => Entry(r.Key, YamlScalar.Plain(r.Value))));
        YamlMapping node = YamlMapping.Of(
            [Entry("name", YamlScalar.Quoted(name)), Entry("description", YamlScalar.Quoted(description)), Entry("run", YamlMapping.Of(entries))],
            new YamlMark(10 + _steps.Count, 5));
        _steps.Add(new StepReader(node, Batch, "study.yaml", keepsTokens: true).Read());
        return this;
    }

    public PlanResult PlanWithWarnings() => StudyPlanner.Plan(
        new StudySpec
        {
            File = "study.yaml",
            Name = "study",
            Description = "d",
            Batch = Batch,
            Env = new EnvSpec(),
            Steps = _steps,
            Parameters = _parameters,
            Samples = Packing is null ? null : new SamplesSpec("/samples.npy", Samples!.Labels, Samples.LevelMaxDirs, "") { Packing = Packing },
            Resources = new ResourcesSpec("merlin", Overlap: false, []),
            Tree = YamlMapping.Empty,
        },
        new PlanInputs
        {
            Name = "study",
            Workspace = Workspace,
            Timestamp = "20260102-030405",
            Samples = Samples,
            StatusFiles = StatusFiles,
            HasMerlinLaunch = HasMerlinLaunch,
            FluxVersion = FluxVersion,
        });

    public StudyPlan Plan() => PlanWithWarnings().Plan;

    private static YamlEntry Entry(string key, YamlNode value) => new(YamlScalar.Plain(key), value);
}
