namespace Merlin.Broker.Scheduling;

/// <summary>Brings ready tasks and consumers with credit together, in the order of the ready queue.</summary>
internal sealed class Matching(ReadyQueue ready, ConsumerTable consumers, LeaseSizing sizing, LeaseMaker maker)
{
    private readonly List<TaskArray> _arrays = [];
    private readonly List<Consumer> _passedOver = [];

    public void Run(Instant now)
    {
        if (ready.IsEmpty)
        {
            return;
        }

        // Granting changes the queue, so its order is taken down first.
        _arrays.Clear();
        _arrays.AddRange(ready.Arrays);
        foreach (TaskArray array in _arrays)
        {
            Serve(array, now);
        }
    }

    private void Serve(TaskArray array, Instant now)
    {
        while (array.Shareable > 0 && consumers.NextWithCredit(array.Spec.Queue) is { } consumer)
        {
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

        // Whose time is too short for these tasks may have time enough for others.
        _passedOver.ForEach(consumer => consumer.Group?.Offer(consumer));
        _passedOver.Clear();
    }
}
