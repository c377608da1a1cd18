using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Merlin.Cli.Display;

/// <summary>The bars of a run at one moment.</summary>
internal sealed class ProgressTable
{
    private const int LinesKept = 4;
    private const int NarrowestBar = 10;
    private static readonly Style Done = new(new Color(0, 158, 115));
    private static readonly Style Bad = new(new Color(213, 94, 0));
    private static readonly Style Left = new(new Color(102, 102, 102));

    private readonly IReadOnlyList<StepProgress> _steps;
    private readonly StepProgress _all;

    /// <summary>A table.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="all">All of them together.</param>
    public ProgressTable(IReadOnlyList<StepProgress> steps, StepProgress all)
    {
        _steps = steps;
        _all = all;
    }

    /// <summary>Makes the table for a terminal's size; steps that do not fit are left out, those in progress last.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Lines.</param>
    public IRenderable Render(int width, int height)
    {
        Grid grid = NewGrid();
        int bar = Math.Max(NarrowestBar, width / 4);
        List<StepProgress> shown = Choose(Math.Max(1, height - LinesKept));
        foreach (StepProgress step in shown)
        {
            AddRow(grid, step, bar);
        }

        if (_steps.Count > 1)
        {
            AddRow(grid, _all with { Name = AllName(_steps.Count - shown.Count) }, bar);
        }

        return grid;
    }

    private static Grid NewGrid()
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn().NoWrap().PadLeft(0));
        for (int i = 0; i < 6; i++)
        {
            grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(1).Alignment(i == 0 ? Justify.Left : Justify.Right));
        }

        return grid;
    }

    private static string AllName(int hidden) => hidden == 0
        ? "all steps"
        : string.Create(CultureInfo.InvariantCulture, $"all steps ({hidden} not shown)");

    private List<StepProgress> Choose(int room)
    {
        HashSet<StepProgress> chosen = [.. _steps
            .Select(static (step, place) => (Step: step, Place: place))
            .OrderBy(static pair => pair.Step.Complete ? 2 : pair.Step.Done + pair.Step.Running > 0 ? 0 : 1)
            .ThenBy(static pair => pair.Step.Complete ? -pair.Place : pair.Place)
            .Take(room)
            .Select(static pair => pair.Step)];
        return [.. _steps.Where(chosen.Contains)];
    }

    private static void AddRow(Grid grid, StepProgress step, int width) => grid.AddRow(
        new Text(step.Name),
        Bar(step, width),
        new Text(string.Create(CultureInfo.InvariantCulture, $"{step.Done}/{step.Total}")),
        new Text(step.Running > 0 ? string.Create(CultureInfo.InvariantCulture, $"{step.Running} running") : string.Empty),
        new Text(step.Failed > 0 ? ProgressText.Failed(step) : string.Empty, Bad),
        new Text(step.Complete || step.Rate <= 0 ? string.Empty : ProgressText.Rate(step.Rate)),
        new Text(ProgressText.Left(step) is { Length: > 0 } left ? $"{left} left" : string.Empty));

    private static Paragraph Bar(StepProgress step, int width)
    {
        int done = step.Total == 0 ? width : (int)(step.Done * width / step.Total);
        // A single failure among a million must not vanish from the bar.
        int bad = step.Failed == 0 ? 0 : Math.Clamp((int)(step.Failed * width / Math.Max(1, step.Total)), Math.Min(1, done), done);
        return new Paragraph()
            .Append(new string('━', done - bad), Done)
            .Append(new string('━', bad), Bad)
            .Append(new string('━', width - done), Left);
    }
}
