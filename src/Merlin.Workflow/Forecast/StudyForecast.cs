namespace Merlin.Workflow.Forecast;

/// <summary>What is to come of a study, by its plan alone: nothing is made and nothing is run.</summary>
/// <param name="Steps">Its steps, each after those it waits for.</param>
public sealed record StudyForecast(IReadOnlyList<StepForecast> Steps)
{
    /// <summary>How many task arrays the broker has.</summary>
    public long Nodes => Steps.Sum(static step => step.Nodes);

    /// <summary>How many tasks all steps have.</summary>
    public long Tasks => Steps.Sum(static step => step.Tasks);

    /// <summary>What is left of all steps; the study's own files come on top.</summary>
    public FileCount Left => Steps.Aggregate(default(FileCount), static (sum, step) => sum.Plus(step.Left));
}
