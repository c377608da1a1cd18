namespace Merlin.Broker.Scheduling;

/// <summary>
/// Brings ready tasks and consumers with credit of the same owner together, in the order of the owner's ready work.
/// </summary>
/// <remarks>
/// Where equally urgent arrays ask different things, a consumer with resources gets of each, so that they share it and what
/// one leaves free is of use to another; only then more of the same.
/// </remarks>
internal sealed class Matching(ReadyQueue ready, ConsumerTable consumers, LeaseSizing sizing, LeaseMaker maker)
{
    private readonly HashSet<Demand> _unserved = [];
    private readonly HashSet<Demand> _postponed = [];
    private readonly HashSet<Demand> _resumed = [];
    private readonly List<Consumer> _satisfied = [];
    private readonly List<Consumer> _passedOver = [];

    public void Run(Instant now)
    {
        if (ready.IsEmpty)
        {
            return;
        }

        foreach (Crew crew in consumers.Crews)
        {
            if (ready.Of(crew.Owner) is { } work)
            {
                Serve(crew, work, now);
            }
        }
    }

    // Who has no credit now gets none within the run, so what has no takers is not looked at again.
    private void Serve(Crew crew, ReadyWork work, Instant now)
    {
        _unserved.Clear();
        _postponed.Clear();
        _resumed.Clear();
        int urgency = 0;
        while (Next(work, urgency) is { } array)
        {
            bool sparing = work.AsksSeveralThings && !_resumed.Contains(array.Demand);
            urgency = array.Urgency;
            if (!Serve(crew, array, sparing, now))
            {
                _unserved.ExceptWith(_postponed);
                ServeEach(crew, work, now);
                return;
            }
        }
    }

    // What was postponed comes before whatever is less urgent, and is postponed once only.
    private TaskArray? Next(ReadyWork work, int urgency)
    {
        TaskArray? next = work.First(_unserved);
        if (_postponed.Count == 0 || next?.Urgency >= urgency)
        {
            return next;
        }

        _unserved.ExceptWith(_postponed);
        _resumed.UnionWith(_postponed);
        _postponed.Clear();
        return work.First(_unserved);
    }

    // Where time is short for some arrays, the ones behind them are looked at as well; granting changes their order, so it
    // is taken down first.
    private void ServeEach(Crew crew, ReadyWork work, Instant now)
    {
        foreach (TaskArray array in work.Foremost(int.MaxValue))
        {
            if (!_unserved.Contains(array.Demand))
            {
                Serve(crew, array, sparing: false, now);
            }
        }
    }

    /// <summary>Leases an array's tasks to whoever can take them.</summary>
    /// <param name="crew">The array's owner's consumers.</param>
    /// <param name="array">The array.</param>
    /// <param name="sparing">Whether those who have enough of such tasks get none for now.</param>
    /// <param name="now">The present.</param>
    /// <returns>Whether nobody was passed over because of too little time.</returns>
    private bool Serve(Crew crew, TaskArray array, bool sparing, Instant now)
    {
        while (array.Shareable > 0)
        {
            if (crew.NextWithCredit(array) is not { } consumer)
            {
                break;
            }

            if (sparing && sizing.HasEnough(consumer, array))
            {
                _satisfied.Add(consumer);
                continue;
            }

            long size = sizing.Size(array, consumer, now);
            if (size == 0)
            {
                _passedOver.Add(consumer);
                continue;
            }

            consumer.Credit--;
            maker.Grant(consumer, array, size, now);
            consumer.Group?.Offer(consumer);
        }

        bool postponed = OfferAgain(_satisfied);
        if (OfferAgain(_passedOver))
        {
            // Whose time is too short for these tasks may have time enough for others.
            return false;
        }

        if (array.Shareable > 0)
        {
            _unserved.Add(array.Demand);
            if (postponed)
            {
                _postponed.Add(array.Demand);
            }
        }

        return true;
    }

    private static bool OfferAgain(List<Consumer> consumers)
    {
        bool any = consumers.Count > 0;
        consumers.ForEach(consumer => consumer.Group?.Offer(consumer));
        consumers.Clear();
        return any;
    }
}
