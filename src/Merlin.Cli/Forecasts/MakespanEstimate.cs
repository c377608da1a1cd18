using Merlin.Broker;
using Merlin.Workflow.Forecast;

namespace Merlin.Cli.Forecasts;

/// <summary>
/// How long a study takes in an allocation that does nothing else: tasks take what their step is thought to take, and
/// nothing is lost between them.
/// </summary>
/// <remarks>
/// Counts steps, not tasks. Steps that follow each other sample by sample, or combination by combination, flow; all others
/// wait for each other. Stages that can run at the same time share the allocation in the plan's order.
/// </remarks>
internal sealed class MakespanEstimate
{
    // Less work than this is an error of rounding.
    private const double Nothing = 1e-9;

    private readonly StudyForecast _study;
    private readonly StepTimes _times;
    private readonly AllocationShape _allocation;
    private readonly List<Stage> _stages = [];

    private MakespanEstimate(StudyForecast study, StepTimes times, AllocationShape allocation)
    {
        _study = study;
        _times = times;
        _allocation = allocation;
    }

    /// <summary>Seconds from the first task's start to the last one's end.</summary>
    /// <param name="study">The study.</param>
    /// <param name="times">What tasks take.</param>
    /// <param name="allocation">What they run on.</param>
    /// <returns>The time, or null when that of some step is not known or some task never fits.</returns>
    public static double? Of(StudyForecast study, StepTimes times, AllocationShape allocation) =>
        study.Steps.All(step => times[step.Name] is not null && Fits(step, allocation))
            ? new MakespanEstimate(study, times, allocation).Make()
            : null;

    /// <summary>Whether all tasks of a step fit into an allocation.</summary>
    public static bool Fits(StepForecast step, AllocationShape allocation) =>
        step.Shapes.All(shape => allocation.SlotsFor(ShapeOf(shape)) > 0);

    /// <summary>What tasks hold, in the words of the broker.</summary>
    public static ResourceShape ShapeOf(ShapeCount shape) => new(
        shape.Resources.Nodes, shape.Resources.Procs, shape.Resources.CoresPerProc, shape.Resources.GpusPerProc);

    private double Make()
    {
        MakeStages();
        double now = 0;
        List<Stage> active = _stages.FindAll(static stage => stage.IsFree);
        while (active.Count > 0)
        {
            now += Advance(active);
            List<Stage> ended = active.FindAll(static stage => stage.Work <= Nothing);
            active.RemoveAll(ended.Contains);
            active.AddRange(ended.SelectMany(static stage => stage.End()));
        }

        return Math.Max(now, CriticalPath.Of(_study, _times).Seconds ?? 0);
    }

    private void MakeStages()
    {
        var stageOf = new Stage[_study.Steps.Count];
        for (int place = 0; place < stageOf.Length; place++)
        {
            StepForecast step = _study.Steps[place];
            Stage stage = step.After is [{ Kind: not StepLinkKind.All } only] ? stageOf[only.Step] : NewStage(step, stageOf);
            stageOf[place] = stage;
            foreach (ShapeCount shape in step.Shapes)
            {
                stage.Add(shape.Tasks, _allocation.SlotsFor(ShapeOf(shape)), _times[step.Name]!.Value);
            }
        }
    }

    private Stage NewStage(StepForecast step, Stage[] stageOf)
    {
        var stage = new Stage();
        _stages.Add(stage);
        foreach (Stage earlier in step.After.Select(link => stageOf[link.Step]).Distinct())
        {
            stage.WaitFor(earlier);
        }

        return stage;
    }

    // Lets time pass until one of them ends.
    private static double Advance(List<Stage> active)
    {
        double[] shares = new double[active.Count];
        double free = 1;
        double step = double.PositiveInfinity;
        for (int i = 0; i < shares.Length && free > Nothing; i++)
        {
            shares[i] = Math.Min(active[i].Width, free);
            free -= shares[i];
            step = Math.Min(step, active[i].Work / shares[i]);
        }

        for (int i = 0; i < shares.Length; i++)
        {
            active[i].Do(shares[i] * step);
        }

        return step;
    }
}
