using System.Text;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Workflow.Expansion;
using Merlin.Workflow.Forecast;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Forecasts;

/// <summary>Plans a study as <c>merlin run</c> would, and makes and runs nothing of it.</summary>
internal sealed class Forecasting
{
    private readonly PlanOptions _options;
    private readonly Terminal _terminal;
    private readonly CancellationToken _stop;

    private Forecasting(PlanOptions options, Terminal terminal, CancellationToken stop)
    {
        _options = options;
        _terminal = terminal;
        _stop = stop;
    }

    /// <summary>Executes <c>merlin plan</c>.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="terminal">Where the answer goes.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> ExecuteAsync(PlanOptions options, Terminal terminal)
    {
        using var signals = new StopSignals();
        await new Forecasting(options, terminal, signals.Token).ShowAsync();
        return ExitCode.Success;
    }

    private async Task ShowAsync()
    {
        SpecPreparation spec = SpecPreparation.Read(_options, _terminal, _stop);
        ExpandedSpec expanded = spec.Expand(_terminal.Clock.GetLocalNow());
        ExpectedSamples? samples = expanded.Spec.Samples is { } block
            ? SampleLook.Of(block, _options.Samples)
            : null;
        PlannedStudy study = Plan(spec.File, expanded, samples);
        if (_options.Like is { } workspace)
        {
            using IStudyView earlier = await StudyDirectory.OpenAsync(workspace, broker: null, _terminal, _stop);
            study.Times.Learn(earlier.Summarise());
        }

        study.Times.Take(_options.Durations, study.Forecast);
        _terminal.Show(new ForecastReport(study), _options.Json);
    }

    private PlannedStudy Plan(SpecFile file, ExpandedSpec expanded, ExpectedSamples? samples)
    {
        PlanResult result = Planning.Plan(expanded, samples?.Source, Settings(), _terminal, _stop);
        using SampleTable? table = samples is { IsRead: true } ? SampleTables.Open(samples.Source) : null;
        OutputPlace place = OutputPlace.Of(expanded.Workspace);
        var rules = new ForecastRules { Distributed = !_options.Local, Workers = _options.Local ? 1 : _options.Allocation?.Nodes ?? 1, BlockSize = BlockOf(place) };
        return new PlannedStudy
        {
            Name = expanded.StudyName,
            Place = place,
            Samples = samples,
            BatchSeconds = expanded.Spec.Batch.Walltime is { } time && Walltime.TryParse(time, out long seconds) ? seconds : null,
            Forecast = StudyForecaster.Make(result.Plan, table, rules),
            OwnFiles = OwnFiles(file, expanded, result.Plan, rules),
            PlanBytes = StudyPlanFormat.Write(result.Plan).LongLength,
            Times = new StepTimes(),
            Allocation = _options.Allocation,
            Problems = result.Warnings,
        };
    }

    private PlanningOptions Settings() => new()
    {
        Dry = false,
        Local = _options.Local,
        StatusFiles = _options.StatusFiles,
        WithoutFlux = true,
    };

    private static int BlockOf(OutputPlace place) =>
        place.Room is { BlockSize: > 0 and <= int.MaxValue } room ? (int)room.BlockSize : new ForecastRules().BlockSize;

    /// <summary>The workspace, <c>merlin_info</c> with the copies of the spec and the samples, and Merlin's own records.</summary>
    private FileCount OwnFiles(SpecFile file, ExpandedSpec expanded, StudyPlan plan, ForecastRules rules)
    {
        const int Directories = 3; // the workspace, merlin_info, .state
        List<long> lengths =
        [
            file.OriginalBytes.Length,
            Encoding.UTF8.GetByteCount(expanded.PartialYaml),
            Encoding.UTF8.GetByteCount(expanded.ExpandedYaml),
        ];
        if (_options.SamplesFile is { } samples)
        {
            lengths.Add(new FileInfo(samples).Length);
        }

        if (plan.PathsFile is not null && plan.Samples is { } source)
        {
            SampleLayout layout = source.ToLayout();
            lengths.Add(layout.Count * (layout.PathLength + 1L));
        }

        return new FileCount(
            Directories, lengths.Count, lengths.Sum(), lengths.Sum(rules.OnDisk) + (Directories * (long)rules.BlockSize));
    }
}
