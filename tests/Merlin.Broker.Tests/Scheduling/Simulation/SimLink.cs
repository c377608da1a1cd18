using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Tests.Wire.Format;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>
/// One line between a simulated client and a simulated broker: messages go over it as bytes, and are lost when it breaks.
/// </summary>
internal sealed class SimLink(PeerId peer, ISimBroker broker)
{
    public PeerId Peer { get; } = peer;

    public Queue<ClientMessage> Up { get; } = new();

    public Queue<BrokerMessage> Down { get; } = new();

    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether nothing moves on it for now, in either direction, though it is open.</summary>
    public bool IsStalled { get; set; }

    public bool Moves => IsOpen && !IsStalled;

    public void Send(ClientMessage message) => Up.Enqueue(Through(message));

    public void SendDown(BrokerMessage message) => Down.Enqueue(Through(message));

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

    // What is said must be something that can be said: a line turns it into bytes and back.
    private static T Through<T>(T message)
        where T : class => (T)Frames.Read(Frames.Of(message), message.GetType());
}
