namespace Merlin.Broker.Scheduling;

/// <summary>
/// Brings ready tasks and consumers with credit of the same owner together, in the order of the owner's ready work.
/// </summary>
internal sealed class Matching(ReadyQueue ready, ConsumerTable consumers, LeaseSizing sizing, LeaseMaker maker)
{
    private readonly HashSet<Demand> _unserved = [];
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
        while (work.First(_unserved) is { } array)
        {
            if (!Serve(crew, array, now))
            {
                ServeEach(crew, work, now);
                return;
            }
        }
    }

    // Where time is short for some arrays, the ones behind them are looked at as well; granting changes their order, so it
    // is taken down first.
    private void ServeEach(Crew crew, ReadyWork work, Instant now)
    {
        foreach (TaskArray array in work.Foremost(int.MaxValue))
        {
            if (!_unserved.Contains(array.Demand))
            {
                Serve(crew, array, now);
            }
        }
    }

    /// <summary>Leases an array's tasks to whoever can take them.</summary>
    /// <returns>Whether nobody was passed over because of too little time.</returns>
    private bool Serve(Crew crew, TaskArray array, Instant now)
    {
        while (array.Shareable > 0)
        {
            if (crew.NextWithCredit(array) is not { } consumer)
            {
                break;
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

        if (_passedOver.Count == 0)
        {
            if (array.Shareable > 0)
            {
                _unserved.Add(array.Demand);
            }

            return true;
        }

        // Whose time is too short for these tasks may have time enough for others.
        _passedOver.ForEach(consumer => consumer.Group?.Offer(consumer));
        _passedOver.Clear();
        return false;
    }
}
