namespace Merlin.Broker.Scheduling;

/// <summary>One array in a <see cref="StudySnapshot"/>.</summary>
/// <param name="Urgency">Its present urgency.</param>
/// <param name="Ended">
/// Every ended task, in ranges that do not overlap, in any order; read once, so that a store can stream them.
/// </param>
/// <param name="Attempts">The latest scheduled attempt per task; those of tasks that have ended may be left out or not.</param>
public sealed record ArraySnapshot(
    int Urgency, IEnumerable<EndedRange> Ended, IEnumerable<ScheduledAttempt> Attempts)
{
    /// <summary>The tasks at which workers were lost; those of tasks that have ended may be left out or not.</summary>
    public IReadOnlyList<TaskLosses> Losses { get; init; } = [];
}
