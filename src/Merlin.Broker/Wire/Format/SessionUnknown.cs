namespace Merlin.Broker.Wire.Format;

/// <summary>
/// Answers a frame on a line on which the broker has heard no <see cref="SessionHello"/>, as after its restart. The frame
/// has changed nothing; the client is to open a line anew.
/// </summary>
public sealed record SessionUnknown : SessionFrame;
