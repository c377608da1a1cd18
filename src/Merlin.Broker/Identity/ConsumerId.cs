namespace Merlin.Broker;

/// <summary>Names one consumer (worker or agent) for as long as it lives, reconnections included.</summary>
/// <param name="Value">A text that no other consumer of the broker uses.</param>
public readonly record struct ConsumerId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
