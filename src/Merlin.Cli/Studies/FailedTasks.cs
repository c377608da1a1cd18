using Merlin.Broker;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies;

/// <summary>Tells which tasks of a node have failed.</summary>
internal static class FailedTasks
{
    /// <summary>The tasks that have ended without success although they ran, in their order.</summary>
    /// <param name="study">The study.</param>
    /// <param name="node">The node.</param>
    public static IEnumerable<long> Of(OpenedStudy study, PlanNode node) => study.Source.Tasks(OrdinalOf(study.Plan, node))
        .Where(static row => row.Outcome is TaskOutcome.SoftFailed or TaskOutcome.RetriesExhausted or TaskOutcome.TimedOut
            or TaskOutcome.HardFailed or TaskOutcome.Raised or TaskOutcome.NotStartable or TaskOutcome.Quarantined)
        .Select(static row => row.Index);

    /// <summary>A node's place in a plan.</summary>
    public static int OrdinalOf(StudyPlan plan, PlanNode node) => plan.Nodes.TakeWhile(other => other != node).Count();
}
