using Merlin.Broker;

namespace Merlin.Cli.Studies;

/// <summary>Tells which tasks of a node have failed.</summary>
internal static class FailedTasks
{
    /// <summary>The tasks that have ended without success although they ran, in their order.</summary>
    /// <param name="study">The study.</param>
    /// <param name="place">The node's place in the plan.</param>
    public static IEnumerable<long> Of(OpenedStudy study, int place) => study.Source.Tasks(place)
        .Where(static row => row.Outcome != TaskOutcome.None && row.Outcome.EndState() is TaskState.Failed or TaskState.Raised)
        .Select(static row => row.Index);
}
