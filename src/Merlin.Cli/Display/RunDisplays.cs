using Merlin.Broker.Status;
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
    /// <param name="earlier">Where the study stood when this run of it began; null for a first run.</param>
    public static IRunDisplay Create(Terminal terminal, StudyPlan plan, bool json, StudyStatus? earlier = null) =>
        new LosableRunDisplay(Choose(terminal, plan, json, earlier));

    private static IRunDisplay Choose(Terminal terminal, StudyPlan plan, bool json, StudyStatus? earlier)
    {
        var progress = new RunProgress(plan, terminal.Clock, earlier);
        if (json)
        {
            return new JsonRunDisplay(terminal, plan, progress);
        }

        return terminal.ColouredOutput
            ? new LiveRunDisplay(terminal, progress)
            : new PlainRunDisplay(terminal, plan, progress);
    }
}
