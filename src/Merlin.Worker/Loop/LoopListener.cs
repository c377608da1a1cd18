using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Worker.Loop;

/// <summary>Hands what happens on the worker's line to the worker's loop.</summary>
internal sealed class LoopListener(Mailbox mailbox) : IBrokerListener
{
    public void Opened(BrokerGreeting broker) => mailbox.Post(LoopEventKind.Opened, broker);

    public void Received(BrokerMessage message) => mailbox.Post(LoopEventKind.Message, message);

    public void Lost(string reason) => mailbox.Post(LoopEventKind.Lost, reason);

    public void Refused(string reason) => mailbox.Post(LoopEventKind.Refused, reason);
}
