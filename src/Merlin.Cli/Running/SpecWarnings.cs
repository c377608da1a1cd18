using Merlin.Cli.Screen;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Running;

/// <summary>Tells the user what is strange about a spec and does not forbid its use.</summary>
internal static class SpecWarnings
{
    /// <summary>Logs each problem as a warning.</summary>
    public static void Warn(this Terminal terminal, IEnumerable<SpecProblem> problems)
    {
        foreach (SpecProblem problem in problems)
        {
            terminal.Log.Warning(problem.ToString());
        }
    }
}
