using Merlin.Broker.Messages;

namespace Merlin.Broker.Wire;

/// <summary>A message on its way from the broker to a peer.</summary>
/// <param name="To">The peer.</param>
/// <param name="Message">The message.</param>
internal readonly record struct Outbound(Peer To, BrokerMessage Message);
