using Merlin.Broker.Messages;
using Merlin.Workflow.Plan;

namespace Merlin.Benchmarks.Capacity.Studies;

/// <summary>A study of one step, with one task for each of its samples.</summary>
internal static class BulkStudy
{
    /// <summary>The queue that its tasks wait in.</summary>
    public const string Queue = "[merlin]_bulk";

    private const string Name = "bulk";
    private const string Workspace = "/bulk";
    private const int Urgency = 16;
    private const int MaxRetries = 30;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>A study of so many tasks.</summary>
    public static StudySubmission Of(long tasks)
    {
        var array = new ArraySpec(Name, Queue, tasks, Urgency, MaxRetries, RetryDelay, []) { Step = Name, Sampled = true };
        return new StudySubmission(Name, Workspace, Environment.UserName, [array], StudyPlanFormat.Write(Plan(tasks)))
        {
            Token = Guid.NewGuid().ToString("N"),
        };
    }

    private static StudyPlan Plan(long tasks) => new()
    {
        Name = Name,
        Workspace = Workspace,
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
