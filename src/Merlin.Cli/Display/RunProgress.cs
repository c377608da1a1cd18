using Merlin.Broker.Status;
using Merlin.Cli.Studies;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Display;

/// <summary>Follows a study from one status to the next.</summary>
internal sealed class RunProgress
{
    private readonly StudyPlan _plan;
    private readonly StudyStatus? _earlier;
    private readonly TimeProvider _clock;
    private readonly RateMeter _rate;
    private readonly Dictionary<string, RateMeter> _stepRates = [];

    /// <summary>Follows the study of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="clock">The time.</param>
    /// <param name="earlier">Where the study stood before; null for a first run.</param>
    public RunProgress(StudyPlan plan, TimeProvider clock, StudyStatus? earlier)
    {
        _earlier = earlier;
        _plan = plan;
        _clock = clock;
        _rate = new RateMeter(clock);
    }

    /// <summary>The steps, in the plan's order.</summary>
    public IReadOnlyList<StepProgress> Steps { get; private set; } = [];

    /// <summary>The study as a whole, or null before the first status.</summary>
    public StepProgress? All { get; private set; }

    /// <summary>Takes the next status in.</summary>
    public void Update(StudyStatus status)
    {
        IReadOnlyList<StepSummary> steps = StepSummaries.Of(_plan, status, _earlier);
        Steps = [.. steps.Select(Follow)];
        _rate.Update(steps.Sum(static step => step.Ran));
        All = StepProgress.OfAll(Steps, _rate.PerSecond);
    }

    private StepProgress Follow(StepSummary step)
    {
        if (!_stepRates.TryGetValue(step.Name, out RateMeter? rate))
        {
            _stepRates[step.Name] = rate = new RateMeter(_clock);
        }

        rate.Update(step.Ran);
        return StepProgress.Of(step, rate.PerSecond);
    }
}
