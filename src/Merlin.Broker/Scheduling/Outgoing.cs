using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>One message on its way out.</summary>
/// <param name="To">The line that it is for.</param>
/// <param name="Message">The message.</param>
public readonly record struct Outgoing(PeerId To, BrokerMessage Message);
