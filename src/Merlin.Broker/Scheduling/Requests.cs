using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>Carries out what producers ask for.</summary>
internal sealed class Requests(
    Effects effects, StudyTable studies, TaskFlow flow, ReadyQueue ready, Recalls recalls, Stopping stopping)
{
    public void Submit(PeerId peer, ClientIdentity sender, StudySubmit request, Instant now)
    {
        if (SubmissionRules.Refusal(request.Submission) is { } reason)
        {
            effects.Send(peer, new RequestRefused(request.Request, reason));
            return;
        }

        var id = new StudyId(studies.Next++);
        StudySubmission submission = request.Submission with { Owner = sender.Owner };
        effects.Store(new StudyAdded(id, submission, now));
        studies.Add(id, submission with { Plan = default }).Producer = peer;
        effects.Send(peer, new StudyAccepted(request.Request, id));
    }

    public void Cancel(PeerId peer, StudyCancel request)
    {
        if (studies.Find(request.Study) is not { } study)
        {
            Refuse(peer, request.Request, request.Study);
            return;
        }

        stopping.Stop(study, StudyEnd.Cancelled);
        flow.Settle();
        effects.Send(peer, new RequestDone(request.Request));
    }

    public void ChangeUrgency(PeerId peer, UrgencyChange request)
    {
        if (studies.Find(request.Study) is not { } study)
        {
            Refuse(peer, request.Request, request.Study);
            return;
        }

        string? refusal = SubmissionRules.RefusalOfUrgency(request.Urgency);
        foreach (int ordinal in request.Ordinals)
        {
            if (ordinal < 0 || ordinal >= study.Arrays.Count)
            {
                refusal = $"{study.Id} has no array {ordinal}.";
            }
        }

        if (refusal is not null)
        {
            effects.Send(peer, new RequestRefused(request.Request, refusal));
            return;
        }

        foreach (TaskArray array in study.Arrays)
        {
            if (request.Ordinals.Count == 0 || request.Ordinals.Contains(array.Id.Ordinal))
            {
                SetUrgency(array, request.Urgency);
            }
        }

        effects.Send(peer, new RequestDone(request.Request));
    }

    private void SetUrgency(TaskArray array, int urgency)
    {
        if (array.Urgency == urgency)
        {
            return;
        }

        array.Urgency = urgency;
        effects.Store(new ArrayUrgencySet(array.Id, urgency));
        ready.Update(array);
        if (urgency > 0)
        {
            return;
        }

        foreach (Lease lease in array.Study.Leases)
        {
            if (lease.PlaceOf(array) >= 0)
            {
                recalls.AskAll(lease, kill: false);
            }
        }
    }

    private void Refuse(PeerId peer, long request, StudyId study) =>
        effects.Send(peer, new RequestRefused(request, $"There is no running {study} here."));
}
