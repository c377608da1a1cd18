namespace Merlin.Broker.Hosting;

/// <summary>What a broker's process says of itself.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Started">When the broker started.</param>
internal sealed record BrokerFacts(string Version, Instant Started);
