namespace Merlin.Broker.Hosting;

/// <summary>An agent's end.</summary>
/// <param name="Kind">How it came.</param>
/// <param name="Reason">Why, in words for the user.</param>
public sealed record AgentEnd(AgentEndKind Kind, string Reason);
