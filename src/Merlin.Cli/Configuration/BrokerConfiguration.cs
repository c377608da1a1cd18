namespace Merlin.Cli.Configuration;

/// <summary>What an app.yaml says about the broker, and about the names of queues on it.</summary>
/// <param name="Source">The file, absolute.</param>
/// <param name="Address">The broker's address, <c>tcp://</c> or <c>ipc://</c>.</param>
internal sealed record BrokerConfiguration(string Source, string Address)
{
    /// <summary>What stands before the name of every queue.</summary>
    public const string DefaultQueueTag = "[merlin]_";

    /// <summary>What stands before the name of every queue; empty when the configuration wants none.</summary>
    public string QueueTag { get; init; } = DefaultQueueTag;

    /// <summary>The broker's public key, Z85; null on <c>ipc://</c>.</summary>
    public string? ServerKey { get; init; }

    /// <summary>This client's public key, Z85; null on <c>ipc://</c>.</summary>
    public string? PublicKey { get; init; }

    /// <summary>This client's secret key, Z85; null on <c>ipc://</c>.</summary>
    public string? SecretKey { get; init; }

    /// <summary>The owner's key as base64, or the path of the file that holds it; null for the user's own.</summary>
    public string? OwnerKey { get; init; }

    /// <summary>Whether the address leads over a network.</summary>
    public bool IsRemote => Address.StartsWith("tcp://", StringComparison.Ordinal);
}
