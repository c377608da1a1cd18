using Merlin.Broker.Status;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies.Remote;

/// <summary>
/// What can be said of a study whose plan is sealed with another user's key: its arrays' names and numbers. Each node
/// passes for a step of its own.
/// </summary>
internal static class OutlinePlan
{
    /// <summary>The outline of a study.</summary>
    public static StudyPlan Of(StudyStatus status) => new()
    {
        Name = status.Name,
        Workspace = status.Workspace,
        Timestamp = string.Empty,
        Nodes = [.. status.Arrays.Select(static array => new PlanNode
        {
            Name = array.Name,
            Step = array.Name,
            Directory = array.Name,
            ScriptBase = array.Name,
            ScriptExtension = string.Empty,
            Shell = string.Empty,
            Command = string.Empty,
            Count = array.Count,
            Queue = array.Queue,
        })],
    };
}
