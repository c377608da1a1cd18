namespace Merlin.Broker.Wire.Format;

/// <summary>
/// The first frame of a client on a line; answered by <see cref="SessionWelcome"/> or <see cref="SessionRefused"/>. Begins
/// with the magic text "merlin", so that a stray peer is recognised. Its layout never changes.
/// </summary>
/// <param name="LowestVersion">The lowest version of the protocol that the client speaks.</param>
/// <param name="HighestVersion">The highest version of the protocol that the client speaks.</param>
/// <param name="ProgramVersion">The client program's version, for a log.</param>
public sealed record SessionHello(int LowestVersion, int HighestVersion, string ProgramVersion) : SessionFrame;
