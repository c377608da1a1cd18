namespace Merlin.Broker.Lines;

/// <summary>What a broker says of itself when a line opens.</summary>
/// <param name="Version">The broker program's version, for a log.</param>
/// <param name="Protocol">The version of the protocol that both sides speak from now on.</param>
/// <param name="BrokerId">Names this broker's database; the same after a restart.</param>
/// <param name="Owner">The user whom the broker takes the client to speak for.</param>
public sealed record BrokerGreeting(string Version, int Protocol, string BrokerId, string Owner);
