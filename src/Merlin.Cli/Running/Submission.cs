using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Cli.Running.Distributed;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Running;

/// <summary>Puts a plan into the words of the broker.</summary>
internal static class Submission
{
    private const int DefaultUrgency = 16;
    private const int DefaultRetryDelaySeconds = 1;
    private static readonly QueueNames Untagged = new(string.Empty);

    /// <summary>
    /// The submission of a study that this process runs itself. A step's own <c>retry_delay</c> counts; the default
    /// delay of a distributed run, made for resources that others free, does not.
    /// </summary>
    public static StudySubmission Of(StudyPlan plan) => Of(plan, Untagged, defaultRetryDelay: 0, StudyPlanFormat.Write(plan));

    /// <summary>The submission of a study that workers elsewhere run.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="queues">How its queues are called on the broker.</param>
    /// <param name="planBytes">The plan as the broker keeps it, sealed if need be.</param>
    /// <param name="parent">The task that submits it, or null.</param>
    /// <param name="token">A text that this submission alone bears.</param>
    public static StudySubmission ForBroker(
        StudyPlan plan, QueueNames queues, ReadOnlyMemory<byte> planBytes, TaskId? parent, string token) =>
        Of(plan, queues, DefaultRetryDelaySeconds, planBytes) with { Parent = parent, Token = token };

    private static StudySubmission Of(
        StudyPlan plan, QueueNames queues, int defaultRetryDelay, ReadOnlyMemory<byte> planBytes) => new(
        plan.Name,
        plan.Workspace,
        Environment.UserName,
        [.. plan.Nodes.Select(node => ArrayOf(node, queues, defaultRetryDelay))],
        planBytes);

    private static ArraySpec ArrayOf(PlanNode node, QueueNames queues, int defaultRetryDelay) => new(
        node.Name,
        queues.Of(node.Queue),
        node.Count,
        DefaultUrgency,
        node.MaxRetries,
        TimeSpan.FromSeconds(node.RetryDelaySeconds ?? defaultRetryDelay),
        [.. node.Dependencies.Select(static dependency => new ArrayDependency(dependency.Node, KindOf(dependency.Kind)))])
    {
        Step = node.Step,
        Walltime = node.WalltimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Sampled = node.Sampled,
        Shape = ShapeOf(node.Resources),
    };

    private static ResourceShape ShapeOf(PlanResources resources) =>
        new(resources.Nodes, resources.Procs, resources.CoresPerProc, resources.GpusPerProc);

    private static ArrayDependencyKind KindOf(PlanDependencyKind kind) => kind switch
    {
        PlanDependencyKind.Elementwise => ArrayDependencyKind.Elementwise,
        _ => ArrayDependencyKind.All,
    };
}
