using System.Text.Json;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Tests.Storage;
using Merlin.Broker.Tests.Wire;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>One user's line for asking, and his worker with a lease; over keys, as everything that is his.</summary>
internal sealed class OwnedSite : IDisposable
{
    private readonly Line _line;
    private readonly string _owner;
    private long _number;

    public OwnedSite(WireRig rig, CurveKeyPair keys, string owner)
    {
        _owner = owner;
        _line = new Line(rig.TcpEndpoint(keys));
        Worker = new Line(rig.TcpEndpoint(keys));
        _line.Next<BrokerGreeting>();
        Worker.Next<BrokerGreeting>();
        Worker.Send(new ConsumerHello(Id, $"{owner}-worker-marker", $"{owner}-host-marker", [Queue], 2, IsAgent: false, []));
        Ended = Submit();
        RunAll();
        Open = Submit();
        Worker.Send(new CreditGrant(1));
        Lease = Worker.Next<LeaseGrant>().Lease;
    }

    public StudyId Open { get; }

    public StudyId Ended { get; }

    public LeaseId Lease { get; }

    public Line Worker { get; }

    public ConsumerId Id => new($"{_owner}-1");

    public string Queue => $"{_owner}-queue";

    public Victim For(string attacker) => new(_owner, attacker, Open, Ended, Id, Lease, Queue);

    public T Ask<T>(Func<long, ProducerRequest> ask)
        where T : RequestAnswer
    {
        long number = ++_number;
        _line.Send(ask(number));
        while (true)
        {
            RequestAnswer answer = _line.Next<RequestAnswer>();
            if (answer.Request == number)
            {
                return Assert.IsAssignableFrom<T>(answer);
            }
        }
    }

    public void Say(ClientMessage message) => _line.Send(message);

    public long NextNumber() => ++_number;

    /// <summary>Waits until all that was said is answered, and tells what was heard meanwhile.</summary>
    public List<object> HearAll()
    {
        long number = ++_number;
        _line.Send(new BrokerInfoRequest(number));
        var heard = new List<object>();
        do
        {
            heard.Add(_line.Next<object>());
        }
        while (heard[^1] is not BrokerInfo info || info.Request != number);
        heard.RemoveAt(heard.Count - 1);
        return heard;
    }

    /// <summary>Everything that the user sees of what is his, as text.</summary>
    public string View() => string.Join(
        '\n',
        Text(Ask<StudyList>(number => new StudyListRequest(number, true, null, null, null, 1000)).Studies),
        Text(Ask<StudyStatusAnswer>(number => new StudyStatusRequest(number, Open)).Status),
        Text(Ask<StudyStatusAnswer>(number => new StudyStatusRequest(number, Ended)).Status),
        Text(Ask<TaskPageAnswer>(number => new TaskPageRequest(number, new ArrayId(Open, 0), 0)).Page),
        Text(Ask<QueueList>(static number => new QueueListRequest(number, [])).Queues),
        Text(Ask<ConsumerList>(static number => new ConsumerListRequest(number)).Consumers),
        Text(Ask<Explanation>(number => new ExplainRequest(number, Open, 0, 0)).Reasons));

    public static string Text(object thing) => JsonSerializer.Serialize(thing, thing.GetType());

    public void Dispose()
    {
        _line.Dispose();
        Worker.Dispose();
    }

    private void RunAll()
    {
        long ended = 0;
        for (int sequence = 1; ended < Victim.Tasks; sequence++)
        {
            Worker.Send(new CreditGrant(1));
            LeaseGrant lease = Worker.Next<LeaseGrant>();
            ended += lease.Ranges.Sum(static range => range.Count);
            Worker.Send(new TaskReport(lease.Lease, lease.Chain[0], sequence, [], lease.Ranges));
            Worker.Next<ReportAck>();
        }
    }

    private StudyId Submit() => Ask<StudyAccepted>(number => new StudySubmit(
        number,
        Samples.Submission(Samples.ArrayOf(Victim.Tasks) with { Queue = Queue }) with
        {
            Name = $"{_owner}-name-marker",
            Workspace = $"/home/{_owner}-workspace-marker/{_number}",
        })).Study;
}
