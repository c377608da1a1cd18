using System.Collections.Concurrent;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Hosting.Agents;

/// <summary>The far end of an agent's line upwards, of which the test decides every word.</summary>
internal sealed class ScriptedBroker : IDisposable
{
    // Only a test that fails waits this long.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<ClientMessage> _heard = [];
    private IBrokerListener? _listener;

    /// <summary>Takes the agent's line; called by the agent.</summary>
    public IBrokerChannel Connect(IBrokerListener listener)
    {
        _listener = listener;
        return new Channel(_heard);
    }

    public void Open() => _listener!.Opened(new BrokerGreeting("1.2.3", 1, "broker", "me"));

    public void Break() => _listener!.Lost("the test breaks it");

    public void Refuse(string reason) => _listener!.Refused(reason);

    public void Say(BrokerMessage message) => _listener!.Received(message);

    /// <summary>Answers the agent's next hello.</summary>
    public ConsumerHello Welcome()
    {
        ConsumerHello hello = Next<ConsumerHello>();
        Say(new Welcome(TimeSpan.FromSeconds(5), []) { Number = hello.Number });
        return hello;
    }

    /// <summary>Waits for the next message of one kind; others are passed over.</summary>
    public T Next<T>()
        where T : ClientMessage
    {
        List<string> seen = [];
        while (_heard.TryTake(out ClientMessage? message, Limit))
        {
            if (message is T wanted)
            {
                return wanted;
            }

            seen.Add($"{message}");
        }

        throw new TimeoutException($"No {typeof(T).Name} came, only: {string.Join(" | ", seen)}");
    }

    /// <summary>Takes what has come of one kind, without waiting.</summary>
    public List<T> Taken<T>()
        where T : ClientMessage
    {
        var taken = new List<T>();
        while (_heard.TryTake(out ClientMessage? message))
        {
            if (message is T wanted)
            {
                taken.Add(wanted);
            }
        }

        return taken;
    }

    public void Dispose() => _heard.Dispose();

    private sealed class Channel(BlockingCollection<ClientMessage> heard) : IBrokerChannel
    {
        public void Send(ClientMessage message) => heard.Add(message);

        public void Dispose()
        {
            // The test looks at what was said last, after the agent has closed its line.
        }
    }
}
