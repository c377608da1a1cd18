namespace Merlin.Broker;

/// <summary>Names one lease; never used twice by one broker, restarts included.</summary>
/// <param name="Value">The number, also the lease's key in the store.</param>
public readonly record struct LeaseId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"lease {Value}";
}
