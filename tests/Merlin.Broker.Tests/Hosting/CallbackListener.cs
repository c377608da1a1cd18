using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Hosting;

/// <summary>Hands every message to a test.</summary>
internal sealed class CallbackListener(Action<BrokerMessage> received) : IBrokerListener
{
    public void Opened(BrokerGreeting broker)
    {
        // The tests that use this care for messages alone.
    }

    public void Received(BrokerMessage message) => received(message);

    public void Lost(string reason) => throw new InvalidOperationException("A line in memory broke: " + reason);

    public void Refused(string reason)
    {
        // The host has ended; the tests learn it from the host.
    }
}
