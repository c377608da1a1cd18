namespace Merlin.Cli.Reports.Brokers;

/// <summary>Why something is not running.</summary>
/// <param name="Node">The node, or null for the whole study.</param>
/// <param name="Index">The task, or null for the whole node.</param>
/// <param name="Reasons">The sentences that tell it.</param>
internal sealed record NodeExplanation(string? Node, long? Index, IReadOnlyList<string> Reasons);
