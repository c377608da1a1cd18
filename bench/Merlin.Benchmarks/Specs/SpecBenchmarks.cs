using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Merlin.Workflow.Expansion;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Benchmarks.Specs;

/// <summary>From a spec's text to a plan: a step over combinations of parameters and samples, and a funnel behind it.</summary>
[MemoryDiagnoser]
public class SpecBenchmarks
{
    private const string Place = "/studies";
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"merlin-bench-{Guid.NewGuid():N}.yaml");
    private SpecFile? _spec;
    private ExpandedSpec? _expanded;
    private PlanInputs? _inputs;
    private StudyPlan? _plan;

    [Params(10, 1000)]
    public int Combinations { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        File.WriteAllText(_file, Text());
        _spec = Read();
        _expanded = Expand();
        _inputs = Inputs(_expanded);
        _plan = Plan();
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_file);

    [Benchmark]
    public SpecFile Read() => SpecFile.Load(_file, new SpecLoadOptions());

    [Benchmark]
    public ExpandedSpec Expand() => SpecExpander.Expand(_spec!, new ExpansionContext
    {
        CurrentDirectory = Place,
        Timestamp = "20260101-120000",
        Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        HomeDirectory = Place,
    });

    [Benchmark]
    public StudyPlan Plan() => StudyPlanner.Plan(_expanded!.Spec, _inputs!).Plan;

    [Benchmark]
    public byte[] WritePlan() => StudyPlanFormat.Write(_plan!);

    private static PlanInputs Inputs(ExpandedSpec expanded) => new()
    {
        Name = expanded.StudyName,
        Workspace = expanded.Workspace,
        Timestamp = expanded.Timestamp,
        Samples = new SampleSource
        {
            File = $"{Place}/samples.npy",
            Labels = ["X"],
            Rows = 10,
            Columns = 1,
            LevelMaxDirs = 25,
            FileSize = 0,
            FileTicks = 0,
        },
    };

    private string Text()
    {
        var values = new StringBuilder();
        for (int i = 0; i < Combinations; i++)
        {
            values.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ", ")}{i}");
        }

        return $$"""
            description: {name: bench, description: a step and a funnel}
            env:
              variables: {MODEL: ./model, THREADS: 4}
            global.parameters:
              P: {values: [{{values}}], label: P.%%}
            study:
              - name: simulate
                description: one combination and one sample
                run:
                  cmd: |
                    export OMP_NUM_THREADS=$(THREADS)
                    $(MODEL) --rate $(P) --x $(X) --seed $(MERLIN_SAMPLE_ID) > $(WORKSPACE)/out.txt
              - name: collect
                description: everything
                run: {cmd: 'cat $(simulate.workspace)/*/$(MERLIN_GLOB_PATH)out.txt > all.txt', depends: [simulate_*]}
            merlin:
              samples: {file: samples.npy, column_labels: [X]}
            """;
    }
}
