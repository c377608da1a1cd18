namespace Merlin.Broker.Scheduling;

/// <summary>The consumers that serve the same queues and may be given work.</summary>
/// <param name="example">A consumer that serves what all in the group serve.</param>
internal sealed class ConsumerGroup(Consumer example)
{
    private readonly Queue<Consumer> _offers = new();
    private readonly HashSet<Consumer> _offering = [];
    private readonly HashSet<string> _queues = [.. example.Queues];

    /// <summary>Those who may be given work, with credit or without.</summary>
    public HashSet<Consumer> Members { get; } = [];

    /// <summary>The slots of all members.</summary>
    public long Slots { get; private set; }

    /// <summary>What the consumers of the group have in common, as text; empty for those that serve every queue.</summary>
    public string Key { get; } = example.GroupKey;

    /// <summary>The queues that are served by name; empty for all.</summary>
    public IReadOnlyCollection<string> Queues => _queues;

    public bool ServesAll => Key.Length == 0;

    public bool Serves(string queue) => ServesAll || _queues.Contains(queue);

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
