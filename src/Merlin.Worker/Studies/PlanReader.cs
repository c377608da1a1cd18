using Merlin.Broker.Security;
using Merlin.Worker.Packing;
using Merlin.Workflow.Plan;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Studies;

/// <summary>Makes a plan ready for work.</summary>
internal sealed class PlanReader(WorkerOptions options, PackedWork packed, ILogger logger)
{
    /// <summary>Opens and reads a plan; what is wrong with it is logged.</summary>
    public PlanResult Read(PlanText text)
    {
        try
        {
            StudyPlan plan = StudyPlanFormat.Read(Open(text.Bytes));
            if (plan.Samples is null && plan.Nodes.Any(static node => node.Sampled))
            {
                throw new InvalidDataException("A step of it takes samples, and it has none.");
            }

#pragma warning disable CA2000 // The shelf disposes of it.
            return new PlanResult(text.Study, text.Revision, new StudyWork(text.Study, plan, options, packed), IsForeign: false);
#pragma warning restore CA2000
        }
        catch (InvalidDataException defect)
        {
            WorkerLog.UnusablePlan(logger, text.Study, defect.Message);
            return new PlanResult(text.Study, text.Revision, Work: null, IsForeign: false);
        }
        catch (SealException refusal)
        {
            WorkerLog.ForeignPlan(logger, text.Study, refusal.Message);
            return new PlanResult(text.Study, text.Revision, Work: null, IsForeign: true);
        }
    }

    private ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> bytes) =>
        options.Seal is { } seal ? seal.Open(SealPurpose.Plan, bytes.Span) : bytes;
}
