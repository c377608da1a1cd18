namespace Merlin.Worker.Placement;

/// <summary>Asks for a placeholder, or for its end.</summary>
/// <param name="Block">The block.</param>
/// <param name="Begins">Whether it is to begin.</param>
internal readonly record struct BlockOrder(Block Block, bool Begins);
