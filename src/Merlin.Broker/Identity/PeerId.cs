namespace Merlin.Broker;

/// <summary>Names one open line between a client and the broker; a client that reconnects comes back under another.</summary>
/// <param name="Value">A number that one run of the broker never uses twice.</param>
public readonly record struct PeerId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"peer {Value}";
}
