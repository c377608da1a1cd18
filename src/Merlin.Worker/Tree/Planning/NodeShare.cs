namespace Merlin.Worker.Tree.Planning;

/// <summary>Nodes that are alike, and the workers that share each of them.</summary>
/// <param name="Nodes">The nodes, at least one.</param>
/// <param name="Workers">The workers, at least one.</param>
internal sealed record NodeShare(IReadOnlyList<AllocationNode> Nodes, IReadOnlyList<TreeWorker> Workers);
