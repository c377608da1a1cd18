using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Worker.Loop;

/// <summary>Hands what happens on the worker's line to the worker's loop.</summary>
internal sealed class LoopListener(Mailbox mailbox) : IBrokerListener
{
    public void Opened(BrokerGreeting broker)
    {
        // The loop says hello when it opens the line.
    }

    public void Received(BrokerMessage message) => mailbox.Post(LoopEventKind.Message, message);

    public void Lost(string reason)
    {
        // A line within the process does not break.
    }

    public void Refused(string reason)
    {
        // Nor is it refused.
    }
}
