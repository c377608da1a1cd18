namespace Merlin.Broker.Scheduling;

/// <summary>Brings ready tasks and consumers with credit together, in the order of the ready queue.</summary>
internal sealed class Matching(ReadyQueue ready, ConsumerTable consumers, LeaseMaker maker)
{
    private readonly List<TaskArray> _arrays = [];

    public void Run()
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
            Serve(array);
        }
    }

    private void Serve(TaskArray array)
    {
        while (!array.States[TaskState.Ready].IsEmpty && consumers.NextWithCredit(array.Spec.Queue) is { } consumer)
        {
            consumer.Credit--;
            maker.Grant(consumer, array);
            consumer.Group?.Offer(consumer);
        }
    }
}
