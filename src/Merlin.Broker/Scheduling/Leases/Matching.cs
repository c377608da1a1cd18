namespace Merlin.Broker.Scheduling;

/// <summary>
/// Brings ready tasks and consumers with credit of the same owner together, in the order of the owner's ready work.
/// </summary>
internal sealed class Matching(ReadyQueue ready, ConsumerTable consumers, LeaseMaker maker)
{
    private readonly HashSet<string> _unserved = new(StringComparer.Ordinal);

    public void Run()
    {
        if (ready.IsEmpty)
        {
            return;
        }

        foreach (Crew crew in consumers.Crews)
        {
            Serve(crew);
        }
    }

    // Who has no credit now gets none within the run, so a queue without takers is not looked at again.
    private void Serve(Crew crew)
    {
        _unserved.Clear();
        while (ready.Of(crew.Owner)?.First(_unserved) is { } array)
        {
            if (crew.NextWithCredit(array.Spec.Queue) is { } consumer)
            {
                consumer.Credit--;
                maker.Grant(consumer, array);
                consumer.Group?.Offer(consumer);
            }
            else
            {
                _unserved.Add(array.Spec.Queue);
            }
        }
    }
}
