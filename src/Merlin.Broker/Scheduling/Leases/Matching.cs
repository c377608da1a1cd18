namespace Merlin.Broker.Scheduling;

/// <summary>
/// Brings ready tasks and consumers with credit of the same owner together, in the order of the owner's ready work.
/// </summary>
internal sealed class Matching(ReadyQueue ready, ConsumerTable consumers, LeaseSizing sizing, LeaseMaker maker)
{
    private readonly HashSet<string> _unserved = new(StringComparer.Ordinal);
    private readonly HashSet<TaskArray> _tooLong = [];
    private readonly List<Consumer> _tooShort = [];

    public void Run(Instant now)
    {
        if (ready.IsEmpty)
        {
            return;
        }

        foreach (Crew crew in consumers.Crews)
        {
            Serve(crew, now);
        }
    }

    // Who has no credit now gets none within the run, so a queue without takers is not looked at again.
    private void Serve(Crew crew, Instant now)
    {
        _unserved.Clear();
        _tooLong.Clear();
        while (ready.Of(crew.Owner)?.First(_unserved, _tooLong) is { } array)
        {
            if (Serve(crew, array, now))
            {
                continue;
            }

            if (_tooShort.Count == 0)
            {
                _unserved.Add(array.Spec.Queue);
            }
            else
            {
                LookFurther(array);
            }
        }
    }

    // Whether somebody was given tasks of the array.
    private bool Serve(Crew crew, TaskArray array, Instant now)
    {
        while (crew.NextWithCredit(array.Spec.Queue) is { } consumer)
        {
            long size = sizing.Size(array, consumer, now);
            if (size > 0)
            {
                consumer.Credit--;
                maker.Grant(consumer, array, size, now);
                consumer.Group?.Offer(consumer);
                return true;
            }

            _tooShort.Add(consumer);
        }

        return false;
    }

    // Whose time is too short for these tasks may have time enough for others.
    private void LookFurther(TaskArray array)
    {
        _tooLong.Add(array);
        _tooShort.ForEach(consumer => consumer.Group?.Offer(consumer));
        _tooShort.Clear();
    }
}
