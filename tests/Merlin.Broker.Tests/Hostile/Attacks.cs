using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>All that a user can say about another's study, worker and queue.</summary>
/// <param name="random">Chooses.</param>
/// <param name="victim">Whose the study, the worker and the queue are.</param>
internal sealed class Attacks(Random random, Victim victim)
{
    private const int Kinds = 14;

    /// <summary>A request about a study; the same one, but for the number of the study, from the same kind.</summary>
    public static ProducerRequest Request(int kind, long number, StudyId study, Victim victim) => (kind % Kinds) switch
    {
        0 => new StudyCancel(number, study),
        1 => new StudyHold(number, study, true),
        2 => new StudyShare(number, study, victim.Attacker, true),
        3 => new StudyWatch(number, study),
        4 => new UrgencyChange(number, study, [], 0),
        5 => new StudyStatusRequest(number, study),
        6 => new TaskPageRequest(number, new ArrayId(study, 0), 0),
        7 => new ExplainRequest(number, study, 0, 0),
        8 => new EventsRequest(number, 0, study, 1000, false),
        9 => new StudyExtend(number, study, [0], Victim.Tasks, Victim.Tasks * 2, new byte[] { 1 }, 1),
        10 => new ExplainRequest(number, study, null, null),
        11 => new StudyHold(number, study, false),
        12 => new UrgencyChange(number, study, [0], 31),
        _ => new StudyShare(number, study, victim.Owner, false),
    };

    public int NextKind() => random.Next(Kinds);

    /// <summary>What is said without naming a study of somebody's in a request.</summary>
    public ClientMessage Next(long number)
    {
        var array = new ArrayId(victim.Open, 0);
        IndexRange[] all = [new(0, Victim.Tasks)];
        return random.Next(12) switch
        {
            0 => new QueuePurge(number, [victim.Queue]),
            1 => new ConsumersStop(number, [victim.Worker]),
            2 => new ConsumerListRequest(number),
            3 => new StudyListRequest(number, true, null, null, null, 1000),
            4 => new QueueListRequest(number, random.Next(2) == 0 ? [] : [victim.Queue]),
            5 => new ConsumerHello(victim.Worker, "stolen", "h", [], 4, IsAgent: false, [new HeldLease(victim.Lease, array, all)]),
            6 => new TaskReport(victim.Lease, array, number, [new TaskRecord(0, TaskOutcome.SoftFailed, 1, 0, 1, 1, 1)], all),
            7 => new LeaseRelease(victim.Lease, array, all, number),
            8 => new PlanRequest(victim.Open),
            9 => new EventsRequest(number, 0, null, 1000, false),
            10 => new Heartbeat([new RunningTask(array, 0, 0, 1)]),
            _ => new PlanRequest(victim.Ended),
        };
    }
}
