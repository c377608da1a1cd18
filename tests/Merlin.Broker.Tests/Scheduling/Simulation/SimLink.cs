using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>One line between a simulated client and a simulated broker; what is on it is lost when it breaks.</summary>
internal sealed class SimLink(PeerId peer, ISimBroker broker)
{
    public PeerId Peer { get; } = peer;

    public Queue<ClientMessage> Up { get; } = new();

    public Queue<BrokerMessage> Down { get; } = new();

    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether nothing moves on it for now, in either direction, though it is open.</summary>
    public bool IsStalled { get; set; }

    public bool Moves => IsOpen && !IsStalled;

    public void Send(ClientMessage message) => Up.Enqueue(message);

    public void DeliverUp(bool twice)
    {
        if (Up.TryDequeue(out ClientMessage? message))
        {
            broker.Take(Peer, message);
            if (twice && message is not StudySubmit)
            {
                broker.Take(Peer, message);
            }
        }
    }

    public void Break()
    {
        IsOpen = false;
        Up.Clear();
        Down.Clear();
        broker.Closed(this);
    }
}
