using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling;

/// <summary>A scheduler with a hand on every message, for tests that tell one story step by step.</summary>
internal sealed class Bench
{
    private readonly List<Outgoing> _messages = [];
    private long _request;

    public Bench(SchedulerOptions? options = null) => Scheduler = new Scheduler(options ?? new SchedulerOptions());

    public static PeerId Producer { get; } = new(1);

    public Scheduler Scheduler { get; }

    public Instant Now { get; private set; } = new(1_700_000_000_000_000);

    public static ArraySpec Array(string name, long count, params ArrayDependency[] dependencies) =>
        new(name, "queue", count, 16, 1, TimeSpan.FromSeconds(1), dependencies);

    public static ArrayId Id(int ordinal, long study = 1) => new(new StudyId(study), ordinal);

    public static TaskRecord Record(long index, TaskOutcome outcome, int attempt = 0, long micros = 1_000_000) =>
        new(index, outcome, 0, attempt, 1, micros, micros);

    public void Submit(params ArraySpec[] arrays)
    {
        Handle(Producer, new StudySubmit(++_request, new StudySubmission("s", "/w", "me", arrays, default)));
        EndTurn();
        foreach (StudyAccepted accepted in Taken<StudyAccepted>(Producer))
        {
            Handle(Producer, new StudyWatch(++_request, accepted.Study));
        }

        EndTurn();
    }

    public void Attach(PeerId peer, string name, int slots = 2, int credit = 2, params string[] queues)
    {
        Handle(peer, new ConsumerHello(new ConsumerId(name), name, "host", queues, slots, IsAgent: false, []));
        Handle(peer, new CreditGrant(credit));
        EndTurn();
    }

    public void Report(PeerId peer, LeaseId lease, ArrayId array, params TaskRecord[] tasks)
    {
        Handle(peer, new TaskReport(lease, array, ++_request, tasks, []));
        EndTurn();
    }

    public void Handle(PeerId peer, ClientMessage message) => Scheduler.Handle(peer, Simulation.SimRoot.Anyone, message, Now);

    public void Pass(TimeSpan span)
    {
        Now += span;
        EndTurn();
    }

    public Turn EndTurn()
    {
        Turn turn = Scheduler.EndTurn(Now);
        _messages.AddRange(turn.Messages);
        return turn;
    }

    /// <summary>Takes all messages of one type that went to a peer since they were last taken.</summary>
    public List<T> Taken<T>(PeerId peer)
        where T : BrokerMessage
    {
        List<T> taken = [.. _messages.Where(message => message.To == peer).Select(message => message.Message).OfType<T>()];
        _messages.RemoveAll(message => message.To == peer && message.Message is T);
        return taken;
    }
}
