namespace Merlin.Broker.Messages;

/// <summary>Ends a consumer's session: what it held and did not report is ready again at once.</summary>
public sealed record ConsumerGoodbye : ClientMessage;
