namespace Merlin.Broker.Scheduling;

/// <summary>
/// Finds work that is in the wrong hands: less urgent work that keeps more urgent work waiting, and tails that an idle
/// consumer could begin at once.
/// </summary>
/// <remarks>
/// A lease has one recall under way at the most, an idle consumer waits for one at the most, and a lease that had
/// nothing to give is left alone until its holder has reported or has said what runs. So nothing is asked back and forth.
/// </remarks>
internal sealed class Rebalancer(
    SchedulerOptions options, ReadyQueue ready, ConsumerTable consumers, Recalls recalls, TimeFit time)
{
    // More arrays of a queue than this are not served within one search; the next one goes on.
    private const int MostUrgentArrays = 16;

    private Instant _earliest = new(long.MinValue);
    private bool _stale = true;

    /// <summary>When to search next; null when nothing has changed since the last search.</summary>
    public Instant? Next => _stale ? _earliest : null;

    /// <summary>Notes that something has changed.</summary>
    public void Touch() => _stale = true;

    public void Run(Instant now)
    {
        if (!_stale || now < _earliest)
        {
            return;
        }

        _stale = false;
        _earliest = now + options.RebalanceInterval;
        foreach (Crew crew in consumers.Crews)
        {
            Rebalance(crew, now);
        }
    }

    private void Rebalance(Crew crew, Instant now)
    {
        List<Consumer> idle = [.. crew.Idle()];
        ReadyWork? waiting = ready.Of(crew.Owner);
        if (idle.Count == 0 && (waiting is null || !HoldsLessUrgent(crew, waiting.HighestUrgency)))
        {
            return;
        }

        List<Tail> tails = Tails(crew);
        if (waiting is not null)
        {
            MakeRoom(tails, waiting);
        }

        if (idle.Count > 0)
        {
            Share(tails, idle, now);
        }
    }

    private static bool HoldsLessUrgent(Crew crew, int urgency)
    {
        foreach (Consumer holder in crew.Consumers)
        {
            foreach (Lease lease in holder.Leases)
            {
                if (lease.Chain[lease.Head].Urgency < urgency)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static List<Tail> Tails(Crew crew)
    {
        var tails = new List<Tail>();
        foreach (Consumer holder in crew.Consumers)
        {
            if (holder.Peer is null)
            {
                continue;
            }

            double free = 1;
            foreach (Lease lease in holder.Leases)
            {
                long tasks = lease.Held(lease.Chain.Length - 1).Count;
                int slots = lease.Slots;
                long started = lease.KnownToRun() ?? Math.Min(tasks, (long)(Math.Max(0, free + Consumer.Rounding) * slots));
                free -= started == 0 ? 0 : (double)started / slots;
                bool open = lease.Recalls.Count == 0 && !lease.AskedInVain && !lease.Study.IsStopping && !lease.Study.Held;
                if (open && tasks > started)
                {
                    tails.Add(new Tail(lease, tasks - started, lease.WorkMicros() ?? double.MaxValue));
                }
            }
        }

        return tails;
    }

    private void MakeRoom(List<Tail> tails, ReadyWork waiting)
    {
        if (tails.Count == 0)
        {
            return;
        }

        tails.Sort((a, b) => a.Urgency.CompareTo(b.Urgency));
        foreach (TaskArray array in waiting.Foremost(MostUrgentArrays))
        {
            long wanted = array.Shareable;
            for (int i = 0; i < tails.Count && wanted > 0 && tails[i].Urgency < array.Urgency; i++)
            {
                if (tails[i].Lease.Recalls.Count == 0 && tails[i].Lease.Holder.WouldRun(array))
                {
                    recalls.Ask(tails[i].Lease, tails[i].Lease.Remaining(), kill: false);
                    wanted -= tails[i].Tasks;
                }
            }
        }
    }

    private void Share(List<Tail> tails, List<Consumer> idle, Instant now)
    {
        tails.RemoveAll(tail => tail.Lease.Recalls.Count > 0 || tail.WaitMicros < options.WorthRecalling.TotalMicroseconds);
        tails.Sort((a, b) => b.WaitMicros.CompareTo(a.WaitMicros));
        foreach (Consumer consumer in idle)
        {
            if (tails.Count == 0)
            {
                return;
            }

            int found = consumer.Awaited is { IsOver: false }
                ? -1
                : tails.FindIndex(tail => tail.IsFor(consumer) && time.MostTasks(consumer, tail.Array, now) > 0);
            if (found >= 0)
            {
                Tail tail = tails[found];
                tails.RemoveAt(found);
                consumer.Awaited = recalls.Ask(tail.Lease, tail.PartFor(consumer), kill: false);
            }
        }
    }

    /// <summary>What a lease's holder has probably not started.</summary>
    /// <param name="Lease">The lease.</param>
    /// <param name="Tasks">How many tasks.</param>
    /// <param name="WaitMicros">How long the holder needs for the whole lease, by estimate.</param>
    private readonly record struct Tail(Lease Lease, long Tasks, double WaitMicros)
    {
        public TaskArray Array => Lease.Chain[Lease.Head];

        public int Urgency => Array.Urgency;

        public bool IsFor(Consumer consumer) =>
            Lease.Holder != consumer && consumer.WouldRun(Array) && Urgency > 0;

        public RangeSet PartFor(Consumer consumer)
        {
            double slots = consumer.SlotsFor(Array);
            double share = slots / (slots + Lease.Holder.SlotsFor(Array));
            return Lease.NotKnownToRun().Last(Math.Max(1, (long)(Tasks * share)));
        }
    }
}
