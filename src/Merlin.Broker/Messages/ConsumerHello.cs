namespace Merlin.Broker.Messages;

/// <summary>Opens a consumer's session, or re-attaches it after a break; the broker answers <see cref="Welcome"/>.</summary>
/// <remarks>
/// From the hello until the welcome the consumer starts nothing (what runs goes on). A hello takes all credit back and
/// drops every recall that is not answered: the consumer grants credit anew after it.
/// </remarks>
/// <param name="Consumer">The consumer's identity, the same at every re-attachment.</param>
/// <param name="Name">The worker's name as its spec gives it; shown in status.</param>
/// <param name="Host">The host it runs on; shown in status.</param>
/// <param name="Queues">The queues it serves; empty for all.</param>
/// <param name="Slots">How many tasks it can run at the same time.</param>
/// <param name="IsAgent">Whether it leases on to consumers of its own.</param>
/// <param name="Held">What it still holds from an earlier attachment; empty at the first.</param>
public sealed record ConsumerHello(
    ConsumerId Consumer,
    string Name,
    string Host,
    IReadOnlyList<string> Queues,
    int Slots,
    bool IsAgent,
    IReadOnlyList<HeldLease> Held) : ClientMessage
{
    /// <summary>The consumer's own number for it, higher than any before; the welcome repeats it.</summary>
    public long Number { get; init; }

    /// <summary>How long the consumer goes on running tasks, or null for without limit.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>
    /// What it owns, so that it is given only tasks that fit and no more than fit at once; empty when it owns nothing of
    /// its own: then a task of any shape takes one of <see cref="Slots"/>.
    /// </summary>
    public IReadOnlyList<InstanceResources> Resources { get; init; } = [];

    /// <summary>The id in F58 of the Flux job that its instance is, or empty; shown in lists.</summary>
    public string Job { get; init; } = "";
}
