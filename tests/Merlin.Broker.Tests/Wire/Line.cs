using System.Collections.Concurrent;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;
using Merlin.Broker.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Broker.Tests.Wire;

/// <summary>A line that remembers what happens on it, for a test to wait for.</summary>
internal sealed class Line : IBrokerListener, IDisposable
{
    // Only a test that fails waits this long.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<object> _heard = [];
    private readonly IBrokerChannel _channel;

    public Line(BrokerEndpoint endpoint, LineTimes? times = null) => _channel = WireClient.Connect(
        endpoint, "4.5.6", this, NullLogger.Instance, times ?? new LineTimes(), TimeProvider.System);

    public Line(ILineHost host) => _channel = host.Connect(ClientIdentity.OfThisUser("me"), this);

    /// <summary>The line broke.</summary>
    public sealed record LostLine(string Reason);

    /// <summary>The line was refused.</summary>
    public sealed record RefusedLine(string Reason);

    public void Send(ClientMessage message) => _channel.Send(message);

    /// <summary>Waits for the next thing of one kind; others are passed over.</summary>
    public T Next<T>()
    {
        List<string> seen = [];
        while (_heard.TryTake(out object? thing, Limit))
        {
            if (thing is T wanted)
            {
                return wanted;
            }

            seen.Add($"{thing}");
        }

        throw new TimeoutException($"No {typeof(T).Name} came, only: {string.Join(" | ", seen)}");
    }

    /// <summary>Asks for a plan that is not there: the shortest question with an answer.</summary>
    public void AssertServed(long question = 77)
    {
        Send(new PlanRequest(new StudyId(question)));
        Assert.Equal(question, Next<PlanRefused>().Study.Value);
    }

    public void Opened(BrokerGreeting broker) => _heard.Add(broker);

    public void Received(BrokerMessage message) => _heard.Add(message);

    public void Lost(string reason) => _heard.Add(new LostLine(reason));

    public void Refused(string reason) => _heard.Add(new RefusedLine(reason));

    public void Dispose()
    {
        _channel.Dispose();
        _heard.Dispose();
    }
}
