using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>Cancels, holds, hastens and shares studies. Every method says why it refuses, or null when it is done.</summary>
internal sealed class StudySteering(Effects effects, ReadyQueue ready, Recalls recalls, Stopping stopping)
{
    private const int MostShares = 1000;

    public string? Cancel(Study study)
    {
        stopping.Stop(study, StudyEnd.Cancelled);
        return null;
    }

    public string? Hold(Study study, bool held)
    {
        if (study.Held == held)
        {
            return null;
        }

        study.Held = held;
        effects.Store(new StudyHeldSet(study.Id, held));
        ready.Update(study);
        foreach (Lease lease in study.Leases)
        {
            AskBack(lease, held && !study.IsStopping);
        }

        return null;
    }

    public string? ChangeUrgency(Study study, UrgencyChange request)
    {
        string? refusal = SubmissionRules.RefusalOfUrgency(request.Urgency) ?? RefusalOf(study, request.Ordinals);
        if (refusal is not null)
        {
            return refusal;
        }

        foreach (TaskArray array in study.Arrays)
        {
            if (request.Ordinals.Count == 0 || request.Ordinals.Contains(array.Id.Ordinal))
            {
                SetUrgency(array, request.Urgency);
            }
        }

        return null;
    }

    public string? Share(Study study, ClientIdentity sender, StudyShare request)
    {
        if (!study.IsOwnedBy(sender))
        {
            return $"Study {study.Id.Value} belongs to {study.Owner}; only its owner shares it.";
        }

        if (string.IsNullOrWhiteSpace(request.User))
        {
            return "A study is shared with a user; name one.";
        }

        if (request.Shared && study.SharedWith.Count >= MostShares && !study.SharedWith.Contains(request.User))
        {
            return $"Study {study.Id.Value} is shared with {MostShares} users; more are not allowed.";
        }

        bool changed = request.Shared
            ? request.User != study.Owner && study.SharedWith.Add(request.User)
            : study.SharedWith.Remove(request.User);
        if (changed)
        {
            effects.Store(new StudySharedSet(study.Id, request.User, request.Shared));
        }

        return null;
    }

    /// <summary>Why arrays cannot be meant by their ordinals; null when they can.</summary>
    public static string? RefusalOf(Study study, IReadOnlyList<int> ordinals)
    {
        foreach (int ordinal in ordinals)
        {
            if (ordinal < 0 || ordinal >= study.Arrays.Count)
            {
                return $"Study {study.Id.Value} has no array {ordinal}.";
            }
        }

        return null;
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
        foreach (Lease lease in array.Study.Leases)
        {
            AskBack(lease, urgency == 0 && lease.PlaceOf(array) >= 0);
        }
    }

    private void AskBack(Lease lease, bool wanted)
    {
        if (wanted)
        {
            recalls.AskAll(lease, kill: false);
        }
    }
}
