namespace Merlin.Broker.Messages;

/// <summary>Asks a consumer to leave: finish what runs, give back the rest, report, say goodbye.</summary>
/// <param name="Reason">Why, in words for a log.</param>
public sealed record ConsumerStop(string Reason) : BrokerMessage;
