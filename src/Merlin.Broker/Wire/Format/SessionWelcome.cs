namespace Merlin.Broker.Wire.Format;

/// <summary>Answers <see cref="SessionHello"/>: the line is open.</summary>
/// <param name="Version">The version of the protocol that is spoken from now on.</param>
/// <param name="ProgramVersion">The broker program's version, for a log.</param>
/// <param name="BrokerId">Names the broker's database; the same after a restart.</param>
/// <param name="Owner">The user whom the broker takes the client to speak for.</param>
/// <param name="KeepAliveInterval">How long either side may be silent; after this it sends <see cref="SessionKeepAlive"/>.</param>
/// <param name="LargestFrame">The most bytes that a frame to the broker may have.</param>
public sealed record SessionWelcome(
    int Version,
    string ProgramVersion,
    string BrokerId,
    string Owner,
    TimeSpan KeepAliveInterval,
    long LargestFrame) : SessionFrame;
