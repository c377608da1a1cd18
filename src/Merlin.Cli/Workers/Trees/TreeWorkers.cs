using System.Globalization;
using Merlin.Broker;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Workers.Launching;
using Merlin.Worker.Tree.Planning;
using Merlin.Workflow.Expansion;
using Merlin.Workflow.Launching.Workers;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Workers.Trees;

/// <summary>The workers of a spec as those of a tree of instances.</summary>
internal static class TreeWorkers
{
    private const string WholeAllocation = "all";

    /// <summary>Reads them.</summary>
    /// <param name="workers">The spec's workers.</param>
    /// <param name="serving">Those that are to run.</param>
    /// <exception cref="UserErrorException">A number of nodes is none.</exception>
    /// <exception cref="SpecException">The steps cannot be planned.</exception>
    public static IReadOnlyList<TreeWorker> Of(SpecWorkers workers, IReadOnlyList<ServingWorker> serving)
    {
        ILookup<string, TreeStep> steps = StepsOf(workers.Expanded);
        return [.. serving.Select(worker => Of(worker, workers.ArgumentsOf(worker), steps))];
    }

    private static TreeWorker Of(ServingWorker worker, string arguments, ILookup<string, TreeStep> steps) => new()
    {
        Name = worker.Name,
        Queues = worker.Queues,
        Steps = [.. worker.Steps.SelectMany(step => steps[step.Name])],
        Arguments = arguments.Trim(),
        Concurrency = WorkerProgram.ConcurrencyIn(arguments),
        Nodes = NodesOf(worker),
        InstanceNodes = worker.Spec.Instance.Nodes,
        InstanceCores = worker.Spec.Instance.Cores,
        Levels = worker.Spec.Instance.Levels,
    };

    // The batch block of all workers says how large the allocation is; a worker's own says how much of it is this one's.
    private static int? NodesOf(ServingWorker worker)
    {
        string? text = worker.Spec.Nodes is { Length: > 0 } own ? own : worker.Spec.Batch?.Nodes;
        if (text is null or "" or WholeAllocation)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int nodes) && nodes > 0
            ? nodes
            : throw new UserErrorException(
                $"merlin.resources.workers.{worker.Spec.Name}: 'nodes' is '{text}', which is no number of nodes; write a number of at least 1, or 'all'.");
    }

    // Samples do not change what a task holds, and the launcher's text does not matter here.
    private static ILookup<string, TreeStep> StepsOf(ExpandedSpec expanded)
    {
        StudyPlan plan = StudyPlanner.Plan(expanded.Spec, new PlanInputs
        {
            Name = expanded.StudyName,
            Workspace = expanded.Workspace,
            Timestamp = expanded.Timestamp,
            FluxVersion = FluxProbe.Assumed,
        }).Plan;
        return plan.Nodes
            .Select(static node => new TreeStep(
                node.Step,
                new ResourceShape(
                    node.Resources.Nodes, node.Resources.Procs, node.Resources.CoresPerProc, node.Resources.GpusPerProc)))
            .Distinct()
            .ToLookup(static step => step.Name);
    }
}
