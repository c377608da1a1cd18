using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>What the broker knows of one consumer whose session lives; for status.</summary>
/// <param name="Consumer">Its identity.</param>
/// <param name="Name">The worker's name; empty after a broker restart until it has said hello again.</param>
/// <param name="Host">Its host; empty as <paramref name="Name"/> is.</param>
/// <param name="Attached">Whether its line is open.</param>
/// <param name="Slots">How many tasks it can run at the same time.</param>
/// <param name="Leases">How many leases it holds.</param>
/// <param name="Running">What runs there, as its last heartbeat and later reports tell.</param>
public sealed record ConsumerInfo(
    ConsumerId Consumer,
    string Name,
    string Host,
    bool Attached,
    int Slots,
    int Leases,
    IReadOnlyList<RunningTask> Running)
{
    /// <summary>Whether it leases on: then its tasks run elsewhere.</summary>
    public bool IsAgent { get; init; }

    /// <summary>The id in F58 of the Flux job that its instance is, or empty.</summary>
    public string Job { get; init; } = "";
}
