namespace Merlin.Broker.Messages.Answers;

/// <summary>One consumer in a list.</summary>
/// <param name="Consumer">Its identity.</param>
/// <param name="Name">The worker's name.</param>
/// <param name="Host">Its host.</param>
/// <param name="Owner">The user behind it.</param>
/// <param name="Queues">The queues it serves; empty for all.</param>
/// <param name="Slots">How many tasks it can run at the same time.</param>
/// <param name="IsAgent">Whether it leases on.</param>
/// <param name="Attached">Whether its line is open.</param>
/// <param name="Leaving">Whether it was asked to leave.</param>
/// <param name="Running">How many tasks run there, as its last heartbeat and later reports tell.</param>
/// <param name="Held">How many tasks it holds, running or not.</param>
/// <param name="Ended">How many tasks it has ended since its session began.</param>
/// <param name="TimeLeft">How long it goes on taking work, or null for without limit.</param>
public sealed record ConsumerSummary(
    ConsumerId Consumer,
    string Name,
    string Host,
    string Owner,
    IReadOnlyList<string> Queues,
    int Slots,
    bool IsAgent,
    bool Attached,
    bool Leaving,
    long Running,
    long Held,
    long Ended,
    TimeSpan? TimeLeft)
{
    /// <summary>What it owns by its own word; empty when it owns nothing: then its slots say what it can run.</summary>
    public IReadOnlyList<InstanceResources> Resources { get; init; } = [];

    /// <summary>The id in F58 of the Flux job that its instance is, or empty.</summary>
    public string Job { get; init; } = "";
}
