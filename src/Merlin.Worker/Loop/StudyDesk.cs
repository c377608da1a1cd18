using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Worker.Leases;
using Merlin.Worker.Pool;
using Merlin.Worker.Studies;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Loop;

/// <summary>
/// Sees to it that the plans of all studies in hand are there, and that those that are not needed go. Belongs to the loop.
/// </summary>
internal sealed class StudyDesk(
    StudyShelf studies,
    LeaseBook book,
    TaskFlow flow,
    WorkPool pool,
    BrokerSession session,
    RemainingTime time,
    List<RecallAnswer> answers,
    ILogger logger)
{
    /// <summary>Asks for the plan that a lease needs, unless it is here or on its way.</summary>
    public void Need(LeaseGrant grant)
    {
        foreach (StudyId study in grant.Chain.Select(static array => array.Study).Distinct())
        {
            if (studies.MustAsk(study, grant.PlanRevision))
            {
                session.Send(new PlanRequest(study));
            }
        }

        foreach (StudyId study in studies.Superfluous(book.IsInHand))
        {
            Forget(study);
        }
    }

    /// <summary>Asks again for what may have been lost with a line.</summary>
    public void AskAgain()
    {
        foreach (StudyId study in studies.Unanswered)
        {
            session.Send(new PlanRequest(study));
        }
    }

    /// <summary>A plan has come.</summary>
    public void Read(PlanReply reply) =>
        pool.Add(PoolJobKind.ReadPlan, new PlanText(reply.Study, reply.Revision, reply.Plan));

    /// <summary>A plan was read.</summary>
    public void Put(PlanResult plan)
    {
        if (plan.IsForeign)
        {
            Abandon(plan.Study);
            return;
        }

        studies.Put(plan);
        book.Open(plan.Study, plan.Revision);
    }

    /// <summary>A plan does not come.</summary>
    public void Refuse(PlanRefused refused)
    {
        WorkerLog.PlanRefused(logger, refused.Study, refused.Reason);
        Abandon(refused.Study);
    }

    private void Abandon(StudyId study)
    {
        answers.AddRange(book.GiveBackStudy(study, flow.Drop));
        Forget(study);
        session.WithholdCredit(); // lest its tasks come back at once
    }

    private void Forget(StudyId study)
    {
        studies.Remove(study);
        book.Close(study);
        time.Forget(study);
    }
}
