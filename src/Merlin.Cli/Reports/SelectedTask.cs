using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>A task with the node that it belongs to.</summary>
internal readonly record struct SelectedTask(NodeView Node, TaskView Task);
