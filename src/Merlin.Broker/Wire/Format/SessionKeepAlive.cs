namespace Merlin.Broker.Wire.Format;

/// <summary>
/// Says that the sender lives, when it has said nothing else for the interval of <see cref="SessionWelcome"/>; both sides
/// send it, and neither answers it.
/// </summary>
public sealed record SessionKeepAlive : SessionFrame;
