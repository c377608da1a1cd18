namespace Merlin.Worker.Packing.Format;

/// <summary>A place in a pack that is not what was written there.</summary>
/// <param name="File">The pack.</param>
/// <param name="Offset">Where the damage begins.</param>
/// <param name="Length">How many bytes are passed over because of it.</param>
public sealed record PackDamage(string File, long Offset, long Length);
