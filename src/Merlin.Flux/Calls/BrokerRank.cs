using System.Globalization;

namespace Merlin.Flux;

/// <summary>Which broker of an instance a request goes to.</summary>
/// <param name="Number">The broker's rank: 0 is the leader.</param>
public readonly record struct BrokerRank(uint Number)
{
    /// <summary>The nearest broker that serves the topic: normally the one that the handle is connected to.</summary>
    public static readonly BrokerRank Any = new(uint.MaxValue);

    /// <summary>The nearest broker above the one that the handle is connected to that serves the topic.</summary>
    public static readonly BrokerRank Upstream = new(uint.MaxValue - 1);

    /// <summary>The instance's first broker.</summary>
    public static readonly BrokerRank Leader = new(0);

    /// <inheritdoc/>
    public override string ToString() =>
        this == Any ? "any" : this == Upstream ? "upstream" : Number.ToString(CultureInfo.InvariantCulture);
}
