using Merlin.Broker.Messages;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Running;

/// <summary>Puts a plan into the words of the broker.</summary>
internal static class Submission
{
    private const int DefaultUrgency = 16;

    /// <summary>
    /// The submission of a study that this process runs itself. A step's own <c>retry_delay</c> counts; the default
    /// delay of a distributed run, made for resources that others free, does not.
    /// </summary>
    public static StudySubmission Of(StudyPlan plan) => new(
        plan.Name,
        plan.Workspace,
        Environment.UserName,
        [.. plan.Nodes.Select(ArrayOf)],
        StudyPlanFormat.Write(plan));

    private static ArraySpec ArrayOf(PlanNode node) => new(
        node.Name,
        node.Queue,
        node.Count,
        DefaultUrgency,
        node.MaxRetries,
        TimeSpan.FromSeconds(node.RetryDelaySeconds ?? 0),
        [.. node.Dependencies.Select(static dependency => new ArrayDependency(dependency.Node, KindOf(dependency.Kind)))]);

    private static ArrayDependencyKind KindOf(PlanDependencyKind kind) => kind switch
    {
        PlanDependencyKind.Elementwise => ArrayDependencyKind.Elementwise,
        _ => ArrayDependencyKind.All,
    };
}
