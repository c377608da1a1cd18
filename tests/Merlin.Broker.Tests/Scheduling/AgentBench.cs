using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Tests.Scheduling.Simulation;

namespace Merlin.Broker.Tests.Scheduling;

/// <summary>An agent with a hand on both of its sides, for tests that tell one story step by step.</summary>
internal sealed class AgentBench
{
    private readonly List<ClientMessage> _up = [];
    private readonly List<Outgoing> _down = [];
    private long _sequence;

    public AgentBench()
    {
        Agent = new Agent(new ConsumerId("agent"), "agent", "host", SimRoot.Anyone.Owner, new SchedulerOptions(), Now);
        Agent.UplineOpened(Now);
        EndTurn();
    }

    public static ArrayId Array { get; } = new(new StudyId(1), 0);

    public Agent Agent { get; }

    public Instant Now { get; private set; } = new(1_700_000_000_000_000);

    /// <summary>Answers the last hello as the broker above does.</summary>
    public ConsumerHello Welcome(TimeSpan? limit = null)
    {
        ConsumerHello hello = TakenUp<ConsumerHello>()[^1];
        FromAbove(new Welcome(TimeSpan.FromSeconds(5), [])
        {
            Number = hello.Number,
            HeartbeatLimit = limit ?? TimeSpan.FromSeconds(30),
        });
        return hello;
    }

    public void FromAbove(params BrokerMessage[] messages)
    {
        foreach (BrokerMessage message in messages)
        {
            Agent.HandleUpstream(message, Now);
        }

        EndTurn();
    }

    public void FromBelow(PeerId peer, params ClientMessage[] messages)
    {
        foreach (ClientMessage message in messages)
        {
            Agent.Handle(peer, SimRoot.Anyone, message, Now);
        }

        EndTurn();
    }

    public void Attach(PeerId peer, string name, int slots = 2, int credit = 2)
    {
        FromBelow(peer, new ConsumerHello(new ConsumerId(name), name, "host", [], slots, IsAgent: false, []), new CreditGrant(credit));
        Welcome();
    }

    public TaskReport Report(LeaseId lease, params long[] tasks) =>
        new(lease, Array, ++_sequence, [.. tasks.Select(index => Bench.Record(index, TaskOutcome.Succeeded))], []);

    public static LeaseGrant Grant(long lease, long start, long end, bool alone = false) =>
        new(new LeaseId(lease), [Array], [new IndexRange(start, end)], []) { Queues = ["queue"], Alone = alone };

    public void Pass(TimeSpan span)
    {
        Now += span;
        EndTurn();
    }

    /// <summary>Lets time pass until the agent wants to wake by itself.</summary>
    public void PassToDeadline() => Pass(Agent.NextDeadline!.Value - Now);

    /// <summary>Takes all messages of one type that went up since they were last taken.</summary>
    public List<T> TakenUp<T>()
        where T : ClientMessage
    {
        List<T> taken = [.. _up.OfType<T>()];
        _up.RemoveAll(message => message is T);
        return taken;
    }

    /// <summary>Takes all messages of one type that went to a consumer since they were last taken.</summary>
    public List<T> TakenDown<T>(PeerId peer)
        where T : BrokerMessage
    {
        List<T> taken = [.. _down.Where(message => message.To == peer).Select(message => message.Message).OfType<T>()];
        _down.RemoveAll(message => message.To == peer && message.Message is T);
        return taken;
    }

    private void EndTurn()
    {
        AgentTurn turn = Agent.EndTurn(Now);
        _up.AddRange(turn.Up);
        _down.AddRange(turn.Down);
    }
}
