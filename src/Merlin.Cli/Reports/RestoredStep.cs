using Merlin.Worker.Packing;

namespace Merlin.Cli.Reports;

/// <summary>What was restored of a node.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Directory">Below which directory its tasks' are.</param>
/// <param name="Tasks">What was restored.</param>
internal sealed record RestoredStep(string Node, string Directory, RestoredTasks Tasks);
