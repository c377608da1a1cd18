namespace Merlin.Broker.Scheduling;

/// <summary>The consumers that serve the same queues, own the same and may be given work.</summary>
/// <param name="example">A consumer that serves what all in the group serve, and owns what they own.</param>
internal sealed class ConsumerGroup(Consumer example)
{
    private readonly Queue<Consumer> _offers = new();
    private readonly HashSet<Consumer> _offering = [];
    private readonly Capacity _capacity = new(example.Slots, example.Resources);
    private readonly HashSet<string> _queues = [.. example.Queues];

    /// <summary>Those who may be given work, with credit or without.</summary>
    public HashSet<Consumer> Members { get; } = [];

    /// <summary>The slots of all members.</summary>
    public long Slots { get; private set; }

    /// <summary>What the consumers of the group have in common, as text.</summary>
    public string Key { get; } = example.GroupKey;

    /// <summary>The queues that are served by name; empty for all.</summary>
    public IReadOnlyCollection<string> Queues => _queues;

    public bool ServesAll => _queues.Count == 0;

    public bool Serves(string queue) => ServesAll || _queues.Contains(queue);

    /// <summary>Whether its members serve an array's queue, and a task of the array fits each of them.</summary>
    public bool CanRun(TaskArray array) => Serves(array.Spec.Queue) && _capacity.SlotsFor(array.Spec.Shape) > 0;

    /// <summary>How many tasks of an array all members together can run at the same time.</summary>
    public long SlotsFor(TaskArray array) =>
        _capacity.IsShaped ? (long)Members.Count * _capacity.SlotsFor(array.Spec.Shape) : Slots;

    public void Join(Consumer consumer)
    {
        Members.Add(consumer);
        Slots += consumer.Slots;
        consumer.Group = this;
    }

    public void Leave(Consumer consumer)
    {
        Members.Remove(consumer);
        Slots -= consumer.Slots;
        consumer.Group = null;
    }

    /// <summary>Puts a consumer that has credit at the end of the line.</summary>
    public void Offer(Consumer consumer)
    {
        if (consumer.Credit > 0 && _offering.Add(consumer))
        {
            _offers.Enqueue(consumer);
        }
    }

    /// <summary>Takes the next consumer that has credit and is not withheld, or null.</summary>
    public Consumer? Next()
    {
        while (_offers.TryDequeue(out Consumer? consumer))
        {
            _offering.Remove(consumer);
            if (consumer.Group == this && consumer.Credit > 0 && !consumer.IsWithheld)
            {
                return consumer;
            }
        }

        return null;
    }
}
