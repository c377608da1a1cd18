using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Decides who may speak as which consumer: an identity belongs to the key that said hello with it first, for as long as
/// its session lives.
/// </summary>
internal sealed class Admission(Effects effects, ConsumerTable consumers)
{
    /// <summary>Why a hello is not taken, in words for a log; null when it is.</summary>
    public string? Refusal(ClientIdentity sender, ConsumerHello hello)
    {
        if (!sender.MayWork)
        {
            return $"The key '{sender.Key}' may not run tasks; a key with the role 'worker' or 'user' may.";
        }

        return consumers.Find(hello.Consumer) is { } consumer && !consumer.IsBoundTo(sender)
            ? $"The identity '{hello.Consumer}' belongs to a worker with another key; start this worker under another one."
            : null;
    }

    /// <summary>Binds a consumer to the key that says hello with its identity, unless it is bound already.</summary>
    public void Bind(Consumer consumer, ClientIdentity sender)
    {
        if (consumer.Key is null)
        {
            consumer.Key = sender.Key;
            effects.Store(new ConsumerBound(consumer.Id, consumer.Name, sender.Key, sender.Owner));
        }
    }

    /// <summary>
    /// The consumer that speaks on a line, which may be one given up as lost; null when nobody said hello there, or somebody
    /// else speaks on it now.
    /// </summary>
    public Consumer? Speaker(PeerId peer, ClientIdentity sender) =>
        consumers.Find(peer) is { } consumer && sender.MayWork && consumer.IsBoundTo(sender) ? consumer : null;
}
