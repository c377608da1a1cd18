using Merlin.Broker;
using Merlin.Broker.Status;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies;

/// <summary>Adds the arrays of a study up to its steps.</summary>
internal static class StepSummaries
{
    /// <summary>One summary for each step of the plan, in the plan's order.</summary>
    /// <param name="plan">The study's plan.</param>
    /// <param name="status">Where it stands.</param>
    /// <param name="earlier">Where it stood when this run of it began; null for a first run.</param>
    public static IReadOnlyList<StepSummary> Of(StudyPlan plan, StudyStatus status, StudyStatus? earlier = null) =>
        [.. plan.Nodes
            .Select((node, ordinal) => (node.Step, node.Queue, Array: status.Arrays[ordinal], Ran: Ran(status.Arrays[ordinal], earlier?.Arrays.ElementAtOrDefault(ordinal))))
            .GroupBy(static part => part.Step)
            .Select(static group => Of(group.Key, [.. group.Select(static part => part.Array)]) with
            {
                Ran = group.Sum(static part => part.Ran),
                Queues = [.. group.Select(static part => part.Queue).Distinct()],
            })];

    // A task that is found finished gets the record of its earlier success back, and looks as if it had run now.
    private static long Ran(ArrayStatus array, ArrayStatus? earlier) =>
        array.Outcomes.Where(static pair => IsRan(pair.Key)).Sum(static pair => pair.Value)
        - Math.Min(array.CountOf(TaskOutcome.Succeeded), earlier?.CountOf(TaskOutcome.Succeeded) ?? 0);

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
            RunTimes = times.Total,
            Workers = [.. arrays.SelectMany(static array => array.Consumers).Distinct()],
        };
    }
}
