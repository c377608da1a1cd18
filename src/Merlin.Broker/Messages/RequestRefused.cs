namespace Merlin.Broker.Messages;

/// <summary>A request was not carried out; nothing has changed.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Reason">Why, in words for the person who asked.</param>
public sealed record RequestRefused(long Request, string Reason) : BrokerMessage;
