using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Decides who may speak as which consumer: an identity belongs to the key that said hello with it first, for as long as
/// its session lives, and a line speaks for few consumers.
/// </summary>
internal sealed class Admission(SchedulerOptions options, Effects effects, ConsumerTable consumers)
{
    // Sessions and the records of them outlive what is said: without a bound, one line could fill memory and disk with them.
    private const int MostIdentitiesOfALine = 16;

    private readonly Dictionary<PeerId, HashSet<ConsumerId>> _identities = [];

    /// <summary>Why a hello is not taken, in words for a log; null when it is.</summary>
    public string? Refusal(PeerId peer, ClientIdentity sender, ConsumerHello hello)
    {
        if (!sender.MayWork)
        {
            return $"The key '{sender.Key}' may not run tasks; a key with the role 'worker' or 'user' may.";
        }

        if (_identities.TryGetValue(peer, out HashSet<ConsumerId>? earlier)
            && earlier.Count >= MostIdentitiesOfALine && !earlier.Contains(hello.Consumer))
        {
            return $"On this line {earlier.Count} workers have said hello; open another one for '{hello.Consumer}'.";
        }

        if (hello.Queues.Count > options.MostQueuesOfAConsumer)
        {
            return $"The worker names {hello.Queues.Count} queues; the most is {options.MostQueuesOfAConsumer}. Name none to serve all.";
        }

        return consumers.Find(hello.Consumer) is { } consumer ? RefusalOf(consumer, sender) : RefusalOfNew(sender);
    }

    /// <summary>Notes who speaks on a line, and binds a consumer to the key that says hello with its identity.</summary>
    public void Bind(PeerId peer, Consumer consumer, ClientIdentity sender)
    {
        if (!_identities.TryGetValue(peer, out HashSet<ConsumerId>? spoken))
        {
            _identities.Add(peer, spoken = []);
        }

        spoken.Add(consumer.Id);
        var bound = new ConsumerBound(consumer.Id, consumer.Name, sender.Key, sender.Owner)
        {
            Host = consumer.Host,
            Job = consumer.Job,
        };
        if (consumer.Bound != bound)
        {
            consumer.Bind(bound);
            effects.Store(bound);
        }
    }

    /// <summary>
    /// The consumer that speaks on a line, which may be one given up as lost; null when nobody said hello there, or somebody
    /// else speaks on it now.
    /// </summary>
    public Consumer? Speaker(PeerId peer, ClientIdentity sender) =>
        consumers.Find(peer) is { } consumer && sender.MayWork && consumer.IsBoundTo(sender) ? consumer : null;

    /// <summary>Drops what is known of a line that is closed.</summary>
    public void Forget(PeerId peer) => _identities.Remove(peer);

    private static string? RefusalOf(Consumer consumer, ClientIdentity sender) => consumer.IsBoundTo(sender)
        ? null
        : $"The identity '{consumer.Id}' belongs to a worker with another key; start this worker under another one.";

    private string? RefusalOfNew(ClientIdentity sender) =>
        consumers.CrewOf(sender.Owner).Consumers.Count < options.MostConsumersOfAnOwner
            ? null
            : $"{sender.Owner} has {options.MostConsumersOfAnOwner} workers at this broker, and more are not allowed.";
}
