using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Posix;

namespace Merlin.Broker.Hosting;

/// <summary>Hears what happens on an agent's line to the host above, and hands it to the agent's loop.</summary>
internal sealed class AgentUpline(AgentLoop loop, Mailbox<LoopWork> mailbox) : IBrokerListener
{
    public void Opened(BrokerGreeting broker) => Post(() => loop.UplineOpened(broker));

    public void Received(BrokerMessage message) => Post(() => loop.HearFromAbove(message));

    public void Lost(string reason) => Post(() => loop.UplineLost(reason));

    public void Refused(string reason) => Post(() => loop.UplineRefused(reason));

    private void Post(Action action) => mailbox.Post(new LoopAction(action));
}
