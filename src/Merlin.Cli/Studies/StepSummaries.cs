using Merlin.Broker;
using Merlin.Broker.Status;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies;

/// <summary>Adds the arrays of a study up to its steps.</summary>
internal static class StepSummaries
{
    /// <summary>One summary for each step of the plan, in the plan's order.</summary>
    public static IReadOnlyList<StepSummary> Of(StudyPlan plan, StudyStatus status) =>
        [.. plan.Nodes
            .Select((node, ordinal) => (node.Step, Array: status.Arrays[ordinal]))
            .GroupBy(static pair => pair.Step, static pair => pair.Array)
            .Select(static group => Of(group.Key, [.. group]))];

    private static bool IsRan(TaskOutcome outcome) =>
        outcome is not (TaskOutcome.AlreadyFinished or TaskOutcome.NotRun or TaskOutcome.Cancelled);

    private static StepSummary Of(string step, ArrayStatus[] arrays)
    {
        var counts = new StateCounts();
        var times = new RunTimeSum();
        foreach (ArrayStatus array in arrays)
        {
            counts[StateWord.Initialized] += array.Leased;
            counts[StateWord.Running] += array.Running;
            foreach ((TaskOutcome outcome, long count) in array.Outcomes)
            {
                counts[StateWords.Of(outcome)] += count;
            }

            times.Add(array.RunTimes);
        }

        return new StepSummary
        {
            Name = step,
            Total = arrays.Sum(static array => array.Count),
            Counts = counts,
            Ready = arrays.Sum(static array => array.Ready),
            Ran = arrays.SelectMany(static array => array.Outcomes).Where(static pair => IsRan(pair.Key)).Sum(static pair => pair.Value),
            RunTimes = times.Total,
            Queues = [.. arrays.Select(static array => array.Queue).Distinct()],
            Workers = [.. arrays.SelectMany(static array => array.Consumers).Distinct()],
        };
    }
}
