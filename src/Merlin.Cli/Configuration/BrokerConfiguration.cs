using Merlin.Broker.Wire;

namespace Merlin.Cli.Configuration;

/// <summary>What an app.yaml says about the broker, and about the names of queues on it.</summary>
/// <param name="Source">The file, absolute; for a bare address the option or variable that named it.</param>
/// <param name="Endpoint">Where the broker is, and the keys that open the line.</param>
internal sealed record BrokerConfiguration(string Source, BrokerEndpoint Endpoint)
{
    /// <summary>What stands before the name of every queue unless the configuration says otherwise.</summary>
    public const string DefaultQueueTag = "[merlin]_";

    /// <summary>What stands before the name of every queue; empty when the configuration wants none.</summary>
    public string QueueTag { get; init; } = DefaultQueueTag;

    /// <summary>The owner's key as base64, or the path of the file that holds it; null for the user's own.</summary>
    public string? OwnerKey { get; init; }

    /// <summary>Whether the line leads over a network.</summary>
    public bool IsRemote => Endpoint.Curve is not null;
}
