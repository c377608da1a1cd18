namespace Merlin.Broker.Messages;

/// <summary>
/// Lets the broker push more leases. Each <see cref="LeaseGrant"/> uses up one credit; a consumer gives one back
/// when it has started every task of a lease that it can start (running tasks do not hold credit back).
/// </summary>
/// <param name="Leases">How many more leases the consumer can take.</param>
public sealed record CreditGrant(int Leases) : ClientMessage;
