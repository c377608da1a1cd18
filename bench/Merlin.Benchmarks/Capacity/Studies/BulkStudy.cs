using Merlin.Broker.Messages;
using Merlin.Workflow.Plan;

namespace Merlin.Benchmarks.Capacity.Studies;

/// <summary>A study of one step, with one task for each of its samples.</summary>
internal static class BulkStudy
{
    /// <summary>The queue that its tasks wait in.</summary>
    public const string Queue = "[merlin]_bulk";

    private const string Name = "bulk";
    private const int Urgency = 16;
    private const int MaxRetries = 30;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>A study of so many tasks, in a workspace of its own: one in the same workspace would take another's place.</summary>
    public static StudySubmission Of(long tasks)
    {
        string token = Guid.NewGuid().ToString("N");
        string workspace = $"/bulk/{token}";
        var array = new ArraySpec(Name, Queue, tasks, Urgency, MaxRetries, RetryDelay, []) { Step = Name, Sampled = true };
        return new StudySubmission(Name, workspace, Environment.UserName, [array], StudyPlanFormat.Write(Plan(tasks, workspace)))
        {
            Token = token,
        };
    }

    private static StudyPlan Plan(long tasks, string workspace) => new()
    {
        Name = Name,
        Workspace = workspace,
        Timestamp = "20260101-000000",
        Nodes =
        [
            new PlanNode
            {
                Name = Name,
                Step = Name,
                Directory = Name,
                ScriptBase = Name,
                ScriptExtension = ".sh",
                Shell = "/bin/bash",
                Command = ":",
                Queue = "bulk",
                Count = tasks,
            },
        ],
    };
}
