using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Cli.Workers.Agents;

namespace Merlin.Cli.Tests.Workers.Agents;

public sealed class SharedLineTests
{
    private static readonly BrokerGreeting Greeting = new("1", 1, "b", "me");

    [Fact]
    public void All_who_have_joined_hear_everything_in_order()
    {
        using var line = new SharedLine();
        Hearer[] hearers = [new(), new()];
        foreach (Hearer hearer in hearers)
        {
            line.Join(hearer);
        }

        var channel = new Recorder();
        line.Open(listener =>
        {
            // What happens before the line is made must not be lost.
            listener.Opened(Greeting);
            return channel;
        });
        IBrokerListener ends = line;
        ends.Received(new HeartbeatAck(1));
        ends.Lost("gone");
        ends.Refused("never");

        Assert.All(hearers, static hearer => Assert.Equal(["opened me", "HeartbeatAck", "lost gone", "refused never"], hearer.Heard));
    }

    [Fact]
    public void Each_speaks_on_the_one_line_and_closes_none()
    {
        var channel = new Recorder();
        using (var line = new SharedLine())
        {
            IBrokerChannel first = line.Join(new Hearer());
            IBrokerChannel second = line.Join(new Hearer());
            line.Open(_ => channel);
            first.Send(new ConsumerGoodbye());
            first.Dispose();
            second.Send(new CreditGrant(1));

            Assert.Equal([typeof(ConsumerGoodbye), typeof(CreditGrant)], channel.Sent.Select(static message => message.GetType()));
            Assert.False(channel.IsClosed);
            Assert.Throws<InvalidOperationException>(() => line.Join(new Hearer()));
        }

        Assert.True(channel.IsClosed);
    }

    private sealed class Hearer : IBrokerListener
    {
        public List<string> Heard { get; } = [];

        public void Opened(BrokerGreeting broker) => Heard.Add($"opened {broker.Owner}");

        public void Received(BrokerMessage message) => Heard.Add(message.GetType().Name);

        public void Lost(string reason) => Heard.Add($"lost {reason}");

        public void Refused(string reason) => Heard.Add($"refused {reason}");
    }

    private sealed class Recorder : IBrokerChannel
    {
        public List<ClientMessage> Sent { get; } = [];

        public bool IsClosed { get; private set; }

        public void Send(ClientMessage message) => Sent.Add(message);

        public void Dispose() => IsClosed = true;
    }
}
