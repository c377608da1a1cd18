using System.Globalization;
using Merlin.Broker.Wire;
using Merlin.Workflow.Forecast;

namespace Merlin.Cli.Forecasts;

/// <summary>Finds what would go wrong, or slowly, if the study were run like that.</summary>
internal sealed class ForecastWarnings
{
    /// <summary>More directories than this make a shared file system slow for everybody.</summary>
    public const long ManyDirectories = 1_000_000;

    private readonly PlannedStudy _study;
    private readonly List<ForecastWarning> _found = [];

    private ForecastWarnings(PlannedStudy study) => _study = study;

    /// <summary>All warnings, those of planning first.</summary>
    public static IReadOnlyList<ForecastWarning> Of(PlannedStudy study)
    {
        var warnings = new ForecastWarnings(study);
        warnings._found.AddRange(study.Problems.Select(static problem => new ForecastWarning("spec", null, problem.ToString())));
        warnings.LookAtSamples();
        warnings.LookAtFileSystem();
        warnings.LookAtPlan();
        foreach (StepForecast step in study.Forecast.Steps)
        {
            warnings.LookAtShape(step);
            warnings.LookAtTimes(step);
        }

        return warnings._found;
    }

    private void LookAtSamples()
    {
        if (_study.Samples is { IsMissing: true } samples)
        {
            Add("samples-missing", null, $"{samples.Source.File} is not there yet, so the steps that run once for each sample count nothing; say how many samples there will be with --samples N.");
        }
    }

    private void LookAtFileSystem()
    {
        FileCount left = _study.Left;
        if (_study.Place.SharedKind is { } kind && left.Directories >= ManyDirectories)
        {
            Add("many-directories", null, $"{Number(left.Directories)} directories on {kind}: making and removing them is slow for everybody there{Advice()}.");
        }

        if (_study.Place.Room is not { } room)
        {
            return;
        }

        if (room.FreeInodes is { } inodes && inodes < left.Inodes)
        {
            Add("no-inodes", null, $"{Number(left.Inodes)} files and directories, and the file system of {_study.Place.Path} has room for {Number(inodes)}; choose another OUTPUT_PATH.");
        }

        if (room.FreeBytes < left.DiskBytes)
        {
            Add("no-space", null, $"{ByteText.Of(left.DiskBytes)} of files, and the file system of {_study.Place.Path} has {ByteText.Of(room.FreeBytes)} free; choose another OUTPUT_PATH.");
        }
    }

    private string Advice() => _study.Forecast.Steps.Any(static step => step.Sampled && !step.IsPacked)
        ? "; 'merlin.samples.layout: packed' needs none for samples"
        : "";

    private void LookAtPlan()
    {
        const int Most = WireServerOptions.DefaultLargestFrame;
        if (_study.PlanBytes > Most)
        {
            Add("plan-too-large", null, $"The plan has {ByteText.Of(_study.PlanBytes)}, and a broker takes {ByteText.Of(Most)}; use fewer combinations of parameters, or samples in their place.");
        }
    }

    private void LookAtShape(StepForecast step)
    {
        if (_study.Allocation is not { } allocation || MakespanEstimate.Fits(step, allocation))
        {
            return;
        }

        ShapeCount shape = step.Shapes.First(shape => allocation.SlotsFor(MakespanEstimate.ShapeOf(shape)) == 0);
        Add("never-fits", step.Name, $"needs {ShapeText.Of(shape.Resources)}, and the allocation has {ShapeText.Of(allocation)}: its tasks would wait for ever; ask for a larger allocation, or for less in the step.");
    }

    private void LookAtTimes(StepForecast step)
    {
        if (_study.Times[step.Name] is not { } seconds)
        {
            return;
        }

        if (step.TimeoutSeconds < seconds)
        {
            Add("timeout", step.Name, $"its timeout of {Seconds(step.TimeoutSeconds.Value)} ends tasks that take {Seconds(seconds)}; give it more.");
        }

        if (step.WalltimeSeconds < seconds)
        {
            Add("walltime", step.Name, $"its walltime of {Seconds(step.WalltimeSeconds.Value)} is shorter than its tasks, which take {Seconds(seconds)}; give it more.");
        }

        if (_study.BatchSeconds < seconds)
        {
            Add("batch-walltime", step.Name, $"its tasks take {Seconds(seconds)}, and batch.walltime is {Seconds(_study.BatchSeconds.Value)}: no worker would have time for one; ask for longer allocations.");
        }
    }

    private void Add(string kind, string? step, string text) =>
        _found.Add(new ForecastWarning(kind, step, step is null ? text : $"Step '{step}': {text}"));

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s");
}
