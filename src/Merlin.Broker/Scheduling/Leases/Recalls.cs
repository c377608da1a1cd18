using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>Asks holders to give tasks back, and takes in what they give back.</summary>
internal sealed class Recalls(Effects effects, LeaseTable leases, StudyTable studies)
{
    private long _next = 1;

    /// <summary>
    /// Makes sure that no number is used that an earlier life of the broker used: the answers of then mean nothing now.
    /// </summary>
    public void NumberFrom(Instant now) => _next = Math.Max(_next, now.UnixMicros);

    /// <summary>Asks for what is not started of some indices of a lease.</summary>
    public Recall Ask(Lease lease, RangeSet ranges, bool kill)
    {
        var recall = new Recall(_next++, ranges, kill);
        lease.Recalls.Add(recall);
        effects.Send(lease.Holder.Peer, new LeaseRecall(recall.Number, lease.Id, ranges.ToArray(), kill));
        return recall;
    }

    /// <summary>Asks for everything that is left in a lease of a study that is being stopped.</summary>
    public void AskAll(Lease lease, bool kill)
    {
        RangeSet remaining = lease.Remaining();
        bool asked = lease.Recalls.Exists(recall => recall.Kill == kill && remaining.Except(recall.Ranges.Runs).IsEmpty);
        if (!asked && !remaining.IsEmpty)
        {
            Ask(lease, remaining, kill);
        }
    }

    /// <summary>Takes in what a holder gives back. What comes from anybody but the holder is void.</summary>
    public void Release(Consumer speaker, LeaseRelease release)
    {
        if (leases.Find(release.Lease) is not { } lease || lease.Holder != speaker)
        {
            return;
        }

        var ranges = new RangeSet(release.Ranges);
        int place = studies.Find(release.Array) is { } array ? lease.PlaceOf(array) : -1;
        if (place >= 0)
        {
            NoteDeclined(lease, place, release, ranges);
            leases.GiveBack(lease, place, ranges.ToArray());
        }

        if (release.Recall is { } number)
        {
            Answer(lease, number, inVain: place < 0 || ranges.IsEmpty);
        }

        leases.CloseIfEmpty(lease);
    }

    /// <summary>Forgets what a consumer was asked for: it has a new line, or none any more.</summary>
    public static void Drop(Consumer consumer)
    {
        consumer.Awaited = null;
        foreach (Lease lease in consumer.Leases)
        {
            lease.AskedInVain = false;
            Finish(lease.Recalls);
            lease.Recalls.Clear();
        }
    }

    /// <summary>
    /// Asks a consumer again for what it must not start: shadowed tasks, and those of studies that are being stopped or
    /// are held, as a whole or by their arrays' urgency, or do not fit it any more.
    /// </summary>
    public void Renew(Consumer consumer)
    {
        foreach (Lease lease in consumer.Leases)
        {
            RangeSet shadowed = lease.AllShadowed();
            if (!shadowed.IsEmpty)
            {
                Ask(lease, shadowed, kill: false);
            }

            if (lease.Study.IsStopping)
            {
                AskAll(lease, lease.Study.Stopping == StudyEnd.Cancelled);
            }
            else if (lease.Study.Held || lease.Slots == 0 || Array.Exists(lease.Chain, array => array.Urgency == 0))
            {
                AskAll(lease, kill: false);
            }
        }
    }

    // Whoever has not time enough for a task by its own reckoning, or leases on and has nobody who can run it, would only
    // give it back once more.
    private static void NoteDeclined(Lease lease, int place, LeaseRelease release, RangeSet ranges)
    {
        bool unasked = release.Recall is null && lease.Recalls.Count == 0;
        if (unasked && (lease.Holder.EndsAt is not null || lease.Holder.IsAgent) && lease.Held(place).Overlaps(ranges))
        {
            lease.Holder.Declined.Add(lease.Chain[place]);
        }
    }

    private static void Finish(List<Recall> recalls) => recalls.ForEach(recall => recall.IsOver = true);

    private static void Answer(Lease lease, long number, bool inVain)
    {
        List<Recall> answered = lease.Recalls.FindAll(recall => recall.Number == number);
        foreach (Recall recall in answered)
        {
            LeaseTable.SettleShadows(lease, recall.Ranges.Runs);
            lease.AskedInVain = inVain;
        }

        Finish(answered);
        lease.Recalls.RemoveAll(recall => recall.IsOver);
    }
}
