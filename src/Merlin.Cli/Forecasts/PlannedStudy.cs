using Merlin.Workflow.Forecast;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Forecasts;

/// <summary>Everything that <c>merlin plan</c> has found out.</summary>
internal sealed record PlannedStudy
{
    // A row of an array with its counts, and a task's record with its share of pages, as measured.
    private const long BytesOfAnArray = 250;
    private const long BytesOfATask = 16;

    /// <summary>The study's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it would be.</summary>
    public required OutputPlace Place { get; init; }

    /// <summary>Its samples, or null when the spec has none.</summary>
    public ExpectedSamples? Samples { get; init; }

    /// <summary>The wall time that its batch block asks for, in seconds, or null.</summary>
    public long? BatchSeconds { get; init; }

    /// <summary>What is to come.</summary>
    public required StudyForecast Forecast { get; init; }

    /// <summary>Files of the study as a whole.</summary>
    public required FileCount OwnFiles { get; init; }

    /// <summary>Length of the plan as it goes to the broker, in bytes.</summary>
    public required long PlanBytes { get; init; }

    /// <summary>What tasks take.</summary>
    public required StepTimes Times { get; init; }

    /// <summary>What it is to run on, or null.</summary>
    public AllocationShape? Allocation { get; init; }

    /// <summary>What planning found strange.</summary>
    public required IReadOnlyList<SpecProblem> Problems { get; init; }

    /// <summary>Everything that is left on the file system.</summary>
    public FileCount Left => OwnFiles.Plus(Forecast.Left);

    /// <summary>About what the broker's database grows by, in bytes.</summary>
    public long DatabaseBytes => PlanBytes + (Forecast.Nodes * BytesOfAnArray) + (Forecast.Tasks * BytesOfATask);

    /// <summary>Seconds that the study takes, or null when that cannot be known.</summary>
    public double? Makespan => Allocation is null ? null : MakespanEstimate.Of(Forecast, Times, Allocation);

    /// <summary>How many tasks of a step run at a time; null when it is not said on what.</summary>
    public long? SlotsOf(StepForecast step) => Allocation is null
        ? null
        : step.Shapes.Min(shape => Allocation.SlotsFor(MakespanEstimate.ShapeOf(shape)));

    /// <summary>Its messages, or null when they cannot be known.</summary>
    public BrokerTraffic? Traffic => Allocation is not null && Makespan is { } seconds
        ? BrokerTraffic.Of(Forecast, Times, Allocation, seconds)
        : null;
}
