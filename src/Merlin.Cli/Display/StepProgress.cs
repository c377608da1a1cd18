using Merlin.Cli.Studies;

namespace Merlin.Cli.Display;

/// <summary>How far a step, or a whole study, has come.</summary>
internal sealed record StepProgress
{
    /// <summary>The step's name.</summary>
    public required string Name { get; init; }

    /// <summary>How many tasks it has.</summary>
    public required long Total { get; init; }

    /// <summary>How many of them have ended.</summary>
    public required long Done { get; init; }

    /// <summary>How many of those did not end well.</summary>
    public required long Failed { get; init; }

    /// <summary>How many run.</summary>
    public required long Running { get; init; }

    /// <summary>Tasks that end in a second, smoothed.</summary>
    public required double Rate { get; init; }

    /// <summary>Whether nothing is left to do.</summary>
    public bool Complete => Done >= Total;

    /// <summary>How much is done, 0 to 100.</summary>
    public double Percent => Total == 0 ? 100 : 100.0 * Done / Total;

    /// <summary>The time left at the present rate, or null when nobody can tell.</summary>
    public TimeSpan? Left => Rate > 0 && !Complete && (Total - Done) / Rate is < 1e8 and double seconds
        ? TimeSpan.FromSeconds(seconds)
        : null;

    /// <summary>The progress of a step.</summary>
    /// <param name="step">Where it stands.</param>
    /// <param name="rate">Tasks that end in a second.</param>
    public static StepProgress Of(StepSummary step, double rate) => new()
    {
        Name = step.Name,
        Total = step.Total,
        Done = step.Counts.Completed,
        Failed = RunSummary.Unsuccessful(step.Counts),
        Running = step.Counts[StateWord.Running],
        Rate = rate,
    };

    /// <summary>The progress of all steps together.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="rate">Tasks that end in a second.</param>
    public static StepProgress OfAll(IReadOnlyList<StepProgress> steps, double rate) => new()
    {
        Name = "all steps",
        Total = steps.Sum(static step => step.Total),
        Done = steps.Sum(static step => step.Done),
        Failed = steps.Sum(static step => step.Failed),
        Running = steps.Sum(static step => step.Running),
        Rate = rate,
    };
}
