using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Cli.Workers.Trees;

/// <summary>Hears when the host above asks an agent to leave; everything goes on to another listener.</summary>
internal sealed class StopHearing(IBrokerListener next, Action<string> asked) : IBrokerListener
{
    public void Opened(BrokerGreeting broker) => next.Opened(broker);

    public void Received(BrokerMessage message)
    {
        if (message is ConsumerStop stop)
        {
            asked(stop.Reason);
        }

        next.Received(message);
    }

    public void Lost(string reason) => next.Lost(reason);

    public void Refused(string reason) => next.Refused(reason);
}
