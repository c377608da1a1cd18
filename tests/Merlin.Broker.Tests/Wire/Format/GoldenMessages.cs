using System.Text;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Status;
using Merlin.Broker.Wire.Format;

namespace Merlin.Broker.Tests.Wire.Format;

/// <summary>One message of each type, whose bytes are kept in <c>Golden/frames.txt</c>.</summary>
internal static class GoldenMessages
{
    private const long Start = 1_790_000_000_000_000;

    private static readonly StudyId Study = new(7);
    private static readonly ArrayId Array = new(Study, 1);
    private static readonly LeaseId Lease = new(70_000);
    private static readonly IndexRange[] Ranges = [new(0, 100), new(150, 151), new(100_000, 200_000)];
    private static readonly TaskId Parent = new(new ArrayId(new StudyId(3), 0), 41);
    private static readonly HeldLease Held = new(Lease, Array, Ranges);
    private static readonly byte[] Plan = Encoding.UTF8.GetBytes("{\"plan\":1}");

    private static readonly TaskRecord[] Records =
    [
        new(10, TaskOutcome.Succeeded, 0, 0, Start, 2_500_000, 2_500_000),
        new(11, TaskOutcome.Succeeded, 0, 0, Start + 250, 2_600_000, 2_600_000),
        new(9, TaskOutcome.Retry, 104, 1, Start - 70_000, 40, 9_000_000),
    ];

    public static IReadOnlyList<object> All { get; } = [.. Session(), .. Consumer(), .. Requests(), .. Broker(), .. Answers()];

    private static IEnumerable<SessionFrame> Session() =>
    [
        new SessionHello(1, 2, "0.1.0"),
        new SessionWelcome(1, "0.1.0", "b-4711", "ada", TimeSpan.FromSeconds(5), 64 << 20),
        new SessionRefused("This broker speaks version 1 of the protocol.", 1, 1),
        new SessionUnknown(),
        new SessionKeepAlive(),
        new SessionClose(),
    ];

    private static IEnumerable<ClientMessage> Consumer() =>
    [
        new ConsumerHello(new ConsumerId("c-1"), "simworkers", "node17", ["[merlin]_sim", "[merlin]_post"], 36, false, [Held])
        {
            TimeLeft = TimeSpan.FromMinutes(90),
            Number = 3,
            Resources = [new InstanceResources(4, 1, 100, 0), new InstanceResources(1, 2, 36, 4)],
            Job = "ƒ2oLkTLb",
        },
        new CreditGrant(2),
        new Heartbeat([new RunningTask(Array, 12, 0, Start)]) { TimeLeft = TimeSpan.FromSeconds(61.5), Number = 4 },
        new TaskReport(Lease, Array, 5, Records, [new IndexRange(20, 25)])
        {
            Places = [new TaskPlace(10, "ƒ3xKTLb", "node[17-18]")],
            Runners = [new RunnerShare(new TaskRunner(new ConsumerId("c-2"), "simworkers", "node17", "ƒ2oLkTLb"), 1)],
        },
        new LeaseRelease(Lease, Array, Ranges, 33),
        new PlanRequest(Study),
        new ConsumerGoodbye(),
    ];

    private static IEnumerable<ClientMessage> Requests() =>
    [
        new StudySubmit(1, Submission()),
        new StudyExtend(2, Study, [0, 1], 1000, 1500, Plan, 1),
        new StudyCancel(3, Study),
        new StudyHold(4, Study, true),
        new StudyShare(5, Study, "grace", true),
        new StudyWatch(6, Study),
        new UrgencyChange(7, Study, [1, 2], 31),
        new QueuePurge(8, ["[merlin]_sim"]),
        new ConsumersStop(9, [new ConsumerId("c-1")]),
        new StudyListRequest(10, true, "ensemble", null, 500, 100),
        new StudyStatusRequest(11, Study),
        new TaskPageRequest(12, Array, 4096),
        new QueueListRequest(13, []),
        new ConsumerListRequest(14),
        new ExplainRequest(15, Study, 1, 12),
        new EventsRequest(16, -1, Study, 1000, true),
        new BrokerInfoRequest(17),
    ];

    private static IEnumerable<BrokerMessage> Broker() =>
    [
        new Welcome(TimeSpan.FromSeconds(5), [Held]) { Number = 3 },
        new HeartbeatAck(4),
        new ConsumerRefused("The key may not run tasks."),
        new ConsumerUnknown(),
        new ConsumerStop("The user asked for it."),
        new LeaseGrant(
            Lease,
            [Array, new ArrayId(Study, 2)],
            Ranges,
            [new AttemptState(150, 2, TaskOutcome.Restart, Start, 1)])
        {
            Queues = ["[merlin]_sim", "[merlin]_post"],
            PlanRevision = 1,
            Alone = true,
            Shapes = [new ResourceShape(2, 8, 4, 1), ResourceShape.OneCore],
            Walltimes = [TimeSpan.FromMinutes(10), null],
        },
        new LeaseRecall(33, Lease, Ranges, true),
        new ReportAck(Lease, 5),
        new PlanReply(Study, Plan) { Revision = 1 },
        new PlanRefused(Study, "There is no such study."),
        new RequestDone(3),
        new RequestRefused(4, "There is no such study."),
        new StudyAccepted(1, Study),
        new StudyEnded(Study, StudyEnd.Completed),
        new QueuePurged(8, 12_345),
    ];

    private static IEnumerable<RequestAnswer> Answers() =>
    [
        new StudyList(10, [Summary()]),
        new StudyStatusAnswer(11, Status()),
        new TaskPageAnswer(12, new TaskPage(
            [
                Row(4100, "simworkers") with { Hosts = "node17", Instance = "ƒ2oLkTLb" },
                Row(4101, null),
                Row(4102, "simworkers") with { Hosts = "node[17-18]", Job = "ƒ3xKTLb", Instance = "ƒ2oLkTLb" },
            ],
            8192)),
        new QueueList(13, [new QueueSummary("[merlin]_sim", 10, 20, 30, 4, 2)]),
        new ConsumerList(14, [new ConsumerSummary(
            new ConsumerId("c-1"), "simworkers", "node17", "ada", ["[merlin]_sim"], 36, false, true, false, 4, 30, 900, null)
        {
            Resources = [new InstanceResources(1, 2, 36, 4)],
            Job = "ƒ2oLkTLb",
        }]),
        new Explanation(15, ["The study is held.", "No worker serves queue [merlin]_sim."]),
        new Events(
            16,
            [new BrokerEvent(99, new Instant(Start), "tasks-ended", Study, 1, Ranges, TaskOutcome.Succeeded, "simworkers", null)
            {
                Hosts = "node[17-18]",
                Job = "ƒ3xKTLb",
            }],
            99,
            false),
        new BrokerInfo(17, "0.1.0", "b-4711", "login1", 4242, new Instant(Start), 3, 12, 1 << 20),
    ];

    private static StudySubmission Submission() => new(
        "ensemble",
        "/p/ada/ensemble_20260101-120000",
        "",
        [
            new ArraySpec("sim", "[merlin]_sim", 1000, 16, 30, TimeSpan.FromSeconds(1), [])
            {
                Step = "sim",
                Shape = new ResourceShape(2, 8, 4, 1),
                Walltime = TimeSpan.FromMinutes(10),
                Sampled = true,
            },
            new ArraySpec("post", "[merlin]_post", 1, 16, 0, TimeSpan.Zero, [new ArrayDependency(0, ArrayDependencyKind.All)])
            {
                Step = "post",
            },
        ],
        Plan)
    {
        Token = "9f1c",
        Parent = Parent,
    };

    private static StudySummary Summary() => new(
        Study,
        "ensemble",
        "/p/ada/ensemble",
        "ada",
        new Instant(Start),
        new Instant(Start + 60_000_000),
        StudyEnd.Completed,
        false,
        Parent,
        ["grace"],
        1001,
        1001,
        2,
        0);

    private static StudyStatus Status() => new()
    {
        Study = Study,
        Name = "ensemble",
        Workspace = "/p/ada/ensemble",
        Owner = "ada",
        Submitted = new Instant(Start),
        Closed = null,
        End = StudyEnd.None,
        Held = true,
        Parent = null,
        SharedWith = [],
        Live = true,
        Arrays =
        [
            new ArrayStatus
            {
                Ordinal = 0,
                Name = "sim",
                Queue = "[merlin]_sim",
                Count = 1000,
                Urgency = 16,
                Waiting = 1,
                Ready = 2,
                Leased = 3,
                Running = 4,
                Outcomes = new Dictionary<TaskOutcome, long> { [TaskOutcome.Succeeded] = 988, [TaskOutcome.SoftFailed] = 2 },
                RunTimes = new RunTimes(990, 2.5, 0.25),
                Consumers = ["simworkers"],
            },
        ],
    };

    private static TaskRow Row(long index, string? consumer) =>
        new(index, consumer is null ? TaskOutcome.NotRun : TaskOutcome.Succeeded, consumer is null ? -1 : 0, 0, Start, 20, 20, consumer);
}
