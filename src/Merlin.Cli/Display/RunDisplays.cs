using Merlin.Cli.Screen;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Display;

/// <summary>Chooses how a run is shown.</summary>
internal static class RunDisplays
{
    /// <summary>
    /// Bars for a person at a terminal, lines for a pipe, one JSON object a line for a program. While the display lives,
    /// nothing else may write to the terminal's output; the log may.
    /// </summary>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="plan">What runs.</param>
    /// <param name="json">Whether a program asked.</param>
    public static IRunDisplay Create(Terminal terminal, StudyPlan plan, bool json) =>
        new LosableRunDisplay(Choose(terminal, plan, json));

    private static IRunDisplay Choose(Terminal terminal, StudyPlan plan, bool json)
    {
        var progress = new RunProgress(plan, terminal.Clock);
        if (json)
        {
            return new JsonRunDisplay(terminal, plan, progress);
        }

        return terminal.ColouredOutput
            ? new LiveRunDisplay(terminal, progress)
            : new PlainRunDisplay(terminal, plan, progress);
    }
}
