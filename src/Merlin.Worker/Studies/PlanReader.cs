using Merlin.Workflow.Plan;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Studies;

/// <summary>Makes a plan ready for work.</summary>
internal sealed class PlanReader(WorkerOptions options, ILogger logger)
{
    /// <summary>Reads a plan.</summary>
    /// <returns>What can be done with it; null when it has a defect, which is logged.</returns>
    public StudyWork? Read(PlanText text)
    {
        try
        {
            StudyPlan plan = StudyPlanFormat.Read(text.Bytes.Span);
            if (plan.Samples is null && plan.Nodes.Any(static node => node.Sampled))
            {
                throw new InvalidDataException("A step of it takes samples, and it has none.");
            }

            return new StudyWork(text.Study, plan, options);
        }
        catch (InvalidDataException defect)
        {
            WorkerLog.UnusablePlan(logger, text.Study, defect.Message);
            return null;
        }
    }
}
