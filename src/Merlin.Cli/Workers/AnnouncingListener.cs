using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Workers;

/// <summary>Tells the log when the line to the broker opens; everything goes on to another listener.</summary>
internal sealed class AnnouncingListener(IBrokerListener next, string address, LogLines log) : IBrokerListener
{
    public void Opened(BrokerGreeting broker)
    {
        log.Info($"Connected to the broker at {address} as {broker.Owner}.");
        next.Opened(broker);
    }

    public void Received(BrokerMessage message) => next.Received(message);

    public void Lost(string reason) => next.Lost(reason);

    public void Refused(string reason) => next.Refused(reason);
}
