namespace Merlin.Broker.Wire.Format;

/// <summary>
/// The line will not be opened, or is closed because the client sent what is no message. The client does not try again by
/// itself. The layout of this frame never changes.
/// </summary>
/// <param name="Reason">Why, and what to do, in words for the user.</param>
/// <param name="LowestVersion">The lowest version of the protocol that the broker speaks.</param>
/// <param name="HighestVersion">The highest version of the protocol that the broker speaks.</param>
public sealed record SessionRefused(string Reason, int LowestVersion, int HighestVersion) : SessionFrame;
