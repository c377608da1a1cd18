using Merlin.Cli.Commands;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Queues;

/// <summary>The queues of a spec's steps.</summary>
internal static class StepQueues
{
    /// <summary>Reads a spec and gives the <c>task_queue</c> of each of some steps, each once, without the queue tag.</summary>
    /// <param name="specification">The spec file as typed.</param>
    /// <param name="variables">Overrides of variables as typed.</param>
    /// <param name="steps">Names of steps, or <c>all</c>.</param>
    /// <param name="terminal">Clock and log.</param>
    /// <exception cref="SpecException">The spec cannot be used.</exception>
    /// <exception cref="UserErrorException">There is no such file or step.</exception>
    public static IReadOnlyList<string> Read(string specification, string[] variables, string[] steps, Terminal terminal)
    {
        string path = UserPath.ExistingFile(specification, "The spec file");
        IReadOnlyList<StepSpec> existing = SpecReading.Expand(path, variables, Environment.CurrentDirectory, terminal).Spec.Steps;
        RefuseUnknown(steps, [.. existing.Select(static step => step.Name)]);
        return [.. existing
            .Where(step => steps.Contains(CommonOptions.AllSteps) || steps.Contains(step.Name))
            .Select(static step => step.TaskQueue)
            .Distinct()];
    }

    private static void RefuseUnknown(string[] wanted, string[] existing)
    {
        string[] unknown = [.. wanted.Where(step => step != CommonOptions.AllSteps && !existing.Contains(step))];
        if (unknown.Length > 0)
        {
            throw new UserErrorException(
                $"The spec has no step '{string.Join("', '", unknown)}'. Its steps: {string.Join(", ", existing)}.");
        }
    }
}
