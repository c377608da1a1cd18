using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Allocations.Scaling;

/// <summary>The queues of a spec whose steps fit into an allocation.</summary>
internal static class FittingQueues
{
    /// <summary>Finds the <c>task_queue</c> of each step that fits, each once.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="steps">Names of the steps that count; null for all.</param>
    /// <param name="nodes">Nodes of an allocation.</param>
    /// <param name="log">Warned of steps that do not fit.</param>
    /// <exception cref="UserErrorException">No step fits.</exception>
    public static IReadOnlyList<string> Find(StudySpec spec, IReadOnlyList<string>? steps, int nodes, LogLines log)
    {
        StepSpec[] counted = [.. spec.Steps.Where(step => steps is null || steps.Contains(step.Name))];
        foreach (StepSpec large in counted.Where(step => step.Nodes > nodes))
        {
            log.Warning($"Step '{large.Name}' needs {large.Nodes} nodes and does not fit into allocations of {nodes}: its work does not count.");
        }

        string[] queues = [.. counted.Where(step => !(step.Nodes > nodes)).Select(static step => step.TaskQueue).Distinct()];
        return queues.Length > 0
            ? queues
            : throw new UserErrorException($"No step of the spec fits into allocations of {nodes} nodes: raise --nodes.");
    }
}
