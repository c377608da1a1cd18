using System.Text.RegularExpressions;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>Which tasks a person wants to see. Without any wish it keeps all.</summary>
internal sealed record TaskFilter
{
    /// <summary>Keeps everything.</summary>
    public static TaskFilter None { get; } = new();

    /// <summary>Names of the steps to show; with <see cref="Queues"/>, steps that are in either. Empty for all.</summary>
    public IReadOnlyCollection<string> Steps { get; init; } = [];

    /// <summary>Queues whose steps to show.</summary>
    public IReadOnlyCollection<string> Queues { get; init; } = [];

    /// <summary>States to show.</summary>
    public IReadOnlyCollection<StateWord> States { get; init; } = [];

    /// <summary>Beginnings of the return codes to show.</summary>
    public IReadOnlyCollection<string> ReturnCodes { get; init; } = [];

    /// <summary>Patterns of workers whose tasks to show.</summary>
    public IReadOnlyCollection<Regex> Workers { get; init; } = [];

    /// <summary>How many tasks to show at most, or null for no limit.</summary>
    public int? MaxTasks { get; init; }

    /// <summary>Whether tasks of this node may be shown.</summary>
    public bool Admits(NodeView node) => (Steps.Count == 0 && Queues.Count == 0)
        || Steps.Contains(node.Step)
        || (node.Queue is not null && Queues.Contains(node.Queue));

    /// <summary>Whether this task may be shown: any wish about tasks that fits is enough.</summary>
    public bool Admits(TaskView task) => (States.Count == 0 && ReturnCodes.Count == 0 && Workers.Count == 0)
        || States.Contains(task.State)
        || (task.ReturnCode is { } code && ReturnCodes.Any(start => code.StartsWith(start, StringComparison.Ordinal)))
        || task.Workers.Any(worker => Workers.Any(pattern => pattern.IsMatch(worker)));
}
