namespace Merlin.Broker.Status;

/// <summary>Where the tasks of one array stand, at one moment.</summary>
/// <remarks>
/// Every task is counted once: <see cref="Waiting"/> + <see cref="Ready"/> + <see cref="Leased"/> +
/// <see cref="Running"/> + <see cref="Ended"/> is <see cref="Count"/>. Without a live broker nothing is known of tasks
/// that have not ended, and all of them count as waiting.
/// </remarks>
public sealed record ArrayStatus
{
    /// <summary>The array's place in its study.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The node's name.</summary>
    public required string Name { get; init; }

    /// <summary>The queue that its tasks wait in.</summary>
    public required string Queue { get; init; }

    /// <summary>How many tasks it has.</summary>
    public required long Count { get; init; }

    /// <summary>Its urgency, 0 to 31.</summary>
    public required int Urgency { get; init; }

    /// <summary>Tasks that wait for a dependency or for the time of a retry.</summary>
    public required long Waiting { get; init; }

    /// <summary>Tasks that may be leased.</summary>
    public required long Ready { get; init; }

    /// <summary>Tasks in a consumer's hands that do not run yet, as far as its last heartbeat told.</summary>
    public required long Leased { get; init; }

    /// <summary>Tasks that run, as far as the consumers' last heartbeats told.</summary>
    public required long Running { get; init; }

    /// <summary>How many tasks ended in which way; outcomes without tasks are absent.</summary>
    public required IReadOnlyDictionary<TaskOutcome, long> Outcomes { get; init; }

    /// <summary>How long the tasks ran.</summary>
    public required RunTimes RunTimes { get; init; }

    /// <summary>Names of the consumers that ran tasks of the array, in the order in which they first reported.</summary>
    public required IReadOnlyList<string> Consumers { get; init; }

    /// <summary>How many tasks have ended, in whatever way.</summary>
    public long Ended => Outcomes.Values.Sum();

    /// <summary>How many tasks ended with one outcome.</summary>
    public long CountOf(TaskOutcome outcome) => Outcomes.GetValueOrDefault(outcome);
}
