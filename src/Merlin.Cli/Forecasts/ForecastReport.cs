using System.Globalization;
using System.Text.Json;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Workflow.Forecast;

namespace Merlin.Cli.Forecasts;

/// <summary>What <c>merlin plan</c> answers.</summary>
internal sealed class ForecastReport : IAnswer
{
    private const string Unknown = "unknown";
    private readonly PlannedStudy _study;
    private readonly IReadOnlyList<ForecastWarning> _warnings;

    /// <summary>An answer.</summary>
    public ForecastReport(PlannedStudy study)
    {
        _study = study;
        _warnings = ForecastWarnings.Of(study);
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        writer.WriteLine($"Study {_study.Name}; its workspace would be {_study.Place.Path}");
        writer.WriteLine();
        Steps().Write(writer);
        writer.WriteLine();
        foreach ((string name, string value) in Facts())
        {
            writer.WriteLine($"{name + ":",-16}{value}");
        }

        foreach (ForecastWarning warning in _warnings)
        {
            writer.WriteLine($"{"Warning:",-16}{warning.Text}");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer) => new ForecastJson(_study, _warnings).Write(writer);

    private TextTable Steps()
    {
        var table = new TextTable("Step", "Waits For", "Nodes", "Tasks", "At A Time", "Seconds Each", "Directories", "Files", "Scripts");
        foreach (StepForecast step in _study.Forecast.Steps)
        {
            table.Add(
                step.Name,
                step.After.Count == 0 ? "-" : string.Join(", ", step.After.Select(Waits)),
                Number(step.Nodes),
                Number(step.Tasks),
                _study.SlotsOf(step) is { } slots ? Number(Math.Min(slots, step.Tasks)) : "-",
                _study.Times[step.Name] is { } seconds ? seconds.ToString("0.###", CultureInfo.InvariantCulture) : Unknown,
                Number(step.Left.Directories),
                Number(step.Left.Files),
                About(step.IsEstimate) + ByteText.Of(step.ScriptBytes));
        }

        return table;
    }

    private string Waits(StepLink link)
    {
        string name = _study.Forecast.Steps[link.Step].Name;
        return link.Kind switch
        {
            StepLinkKind.Sample => $"{name} (sample by sample)",
            StepLinkKind.Combination => $"{name} (by parameters)",
            _ => name,
        };
    }

    private IEnumerable<(string Name, string Value)> Facts()
    {
        FileCount left = _study.Left;
        yield return ("Tasks", $"{Number(_study.Forecast.Tasks)} in {Number(_study.Forecast.Nodes)} nodes{SamplesText()}");
        yield return ("Files", $"{Number(left.Files)} files in {Number(left.Directories)} directories: {Number(left.Inodes)} inodes, when all tasks have succeeded, beside what they write");
        yield return ("Size", $"{About(isEstimate: true)}{ByteText.Of(left.Bytes)}; {ByteText.Of(left.DiskBytes)} on disk, in whole blocks");
        yield return ("Broker", $"{MessagesText()}; its database grows by about {ByteText.Of(_study.DatabaseBytes)} (the plan: {ByteText.Of(_study.PlanBytes)})");
        yield return ("Time", TimeText());
        yield return ("Critical path", PathText());
    }

    private string SamplesText() => _study.Samples switch
    {
        null => "",
        { IsMissing: true } => "; how many samples there will be is not known",
        var samples => $"; {Number(samples.Source.Count)} samples",
    };

    private string MessagesText() => _study.Traffic is { } traffic
        ? $"about {Number(traffic.Messages)} messages ({Number(traffic.Leases)} leases, {Number(traffic.Reports)} reports)"
        : "number of messages unknown";

    private string TimeText()
    {
        if (_study.Makespan is { } seconds && _study.Allocation is { } allocation)
        {
            return $"about {Durations.Short(seconds)} on {ShapeText.Of(allocation)}, if nothing else runs there";
        }

        return _study.Allocation is null
            ? $"{Unknown}; say with --nodes and --cores what it is to run on"
            : $"{Unknown}{Missing()}";
    }

    private string Missing()
    {
        string[] steps = [.. _study.Forecast.Steps.Select(static step => step.Name).Where(name => _study.Times[name] is null)];
        return steps.Length == 0
            ? ": not all tasks fit"
            : $"; say with --duration STEP=SECONDS, or --like an earlier WORKSPACE, what a task takes of: {string.Join(", ", steps)}";
    }

    private string PathText()
    {
        CriticalPath path = CriticalPath.Of(_study.Forecast, _study.Times);
        string steps = string.Join(" → ", path.Steps.Select(step => _study.Forecast.Steps[step].Name));
        return path.Seconds is { } seconds
            ? $"{steps} ({Durations.Short(seconds)})"
            : $"{steps} (by the number of steps)";
    }

    private static string About(bool isEstimate) => isEstimate ? "about " : "";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
