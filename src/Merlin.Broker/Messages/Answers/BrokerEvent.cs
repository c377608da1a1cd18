namespace Merlin.Broker.Messages.Answers;

/// <summary>One thing that happened. Numbers go up across restarts of the broker.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Time">When.</param>
/// <param name="Kind">What: "study-submitted", "study-ended", "tasks-ended", "consumer-joined" and so on.</param>
/// <param name="Study">The study that it is about, or null.</param>
/// <param name="Ordinal">The array that it is about, or null.</param>
/// <param name="Tasks">The tasks that it is about; may be empty.</param>
/// <param name="Outcome">How these ended, or <see cref="TaskOutcome.None"/>.</param>
/// <param name="Consumer">The consumer's name that it is about, or null.</param>
/// <param name="Detail">Further words, or null.</param>
public sealed record BrokerEvent(
    long Sequence,
    Instant Time,
    string Kind,
    StudyId? Study,
    int? Ordinal,
    IReadOnlyList<IndexRange> Tasks,
    TaskOutcome Outcome,
    string? Consumer,
    string? Detail)
{
    /// <summary>Where all of its tasks ran, in hostlist form; null when that is not known, or not the same for all.</summary>
    public string? Hosts { get; init; }

    /// <summary>The id in F58 of the Flux job that its one task was; null when there are several tasks, or it was none.</summary>
    public string? Job { get; init; }
}
