using Merlin.Workflow.Plan;

namespace Merlin.Workflow.Spec;

/// <summary>What one running task of a step holds, by the step's numbers for its launcher.</summary>
internal static class StepResources
{
    /// <summary>
    /// Reads the numbers. Processes that are not counted are one for each node; GPUs of the whole step are spread over its
    /// processes. What is started without a job of Flux's is on one node.
    /// </summary>
    public static PlanResources Of(StepSpec step)
    {
        int nodes = step.Launch is TaskLaunch.Spawn or TaskLaunch.Rexec ? 1 : step.Nodes ?? 0;
        int procs = Math.Max(1, Math.Max(step.Procs ?? 0, nodes));
        int gpus = step.GpusPerTask ?? (int)(((long)(step.Gpus ?? 0) + procs - 1) / procs);
        return new PlanResources(nodes, procs, Math.Max(1, step.CoresPerTask ?? 1), gpus);
    }
}
