using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Tests.Scheduling;

/// <summary>What a person is told who asks why something is not running.</summary>
public sealed class ExplainTests
{
    private static readonly PeerId A = new(10);
    private static readonly PeerId B = new(11);
    private static readonly ClientIdentity Ann = ClientIdentity.OfThisUser("ann");
    private static readonly ClientIdentity Bob = ClientIdentity.OfThisUser("bob");

    private readonly Bench _bench = new();

    [Fact]
    public void Nobody_serves_the_queue()
    {
        StudyId study = _bench.Submit(Ann, Bench.Array("s", 1));
        Assert.Equal(
            "No worker of ann's serves queue 'queue'. ann has no workers here; 'merlin run-workers' starts them.",
            First(study, 0, 0));
        _bench.Attach(Bob, B, "b");
        _bench.Attach(Ann, A, "a", "x", "y");
        Assert.Equal("No worker of ann's serves queue 'queue'. ann's workers serve 'x', 'y'.", First(study, 0, 0));
    }

    [Fact]
    public void Those_who_serve_the_queue_were_asked_to_leave_or_have_no_line()
    {
        _bench.Attach(Ann, A, "a");
        StudyId study = _bench.Submit(Ann, Bench.Array("s", 100));
        _bench.Scheduler.PeerClosed(A, _bench.Now);
        Assert.Contains("1 that did have no line", First(study, 0, 99), StringComparison.Ordinal);
        _bench.Ask(Ann, number => new ConsumersStop(number, [new ConsumerId("a")]));
        Assert.Contains("1 that did were asked to leave", First(study, 0, 99), StringComparison.Ordinal);
    }

    [Fact]
    public void All_who_serve_the_queue_are_busy_and_others_come_first()
    {
        _bench.Attach(Ann, A, "a");
        StudyId study = _bench.Submit(Ann, Bench.Array("s", 100));
        StudyId next = _bench.Submit(Ann, Bench.Array("t", 1));
        IReadOnlyList<string> reasons = Explain(next, 0, 0);
        Assert.Equal("1 worker serves queue 'queue'; all are busy: they hold 4 tasks for 2 slots.", reasons[0]);
        Assert.StartsWith("1 other step of that queue comes before it", reasons[1], StringComparison.Ordinal);
        Assert.StartsWith("1 worker serves", First(study, 0, 99), StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_wait_for_others()
    {
        StudyId study = _bench.Submit(
            Ann,
            Bench.Array("s", 3),
            Bench.Array("t", 3, new ArrayDependency(0, ArrayDependencyKind.Elementwise)),
            Bench.Array("u", 1, new ArrayDependency(1, ArrayDependencyKind.All)));
        Assert.Equal("It waits for task 2 of step 's', which waits for a worker.", First(study, 1, 2));
        Assert.Equal("It waits for all tasks of step 't'; 3 tasks of that step have not ended.", First(study, 2, 0));
        Assert.Contains("each for the task of step 's' with the same sample", First(study, 1, null), StringComparison.Ordinal);
        IReadOnlyList<string> whole = Explain(study, null, null);
        Assert.StartsWith("Step 's': 3 tasks may run", whole[0], StringComparison.Ordinal);
        Assert.Contains(whole, reason => reason.StartsWith("Step 'u': It waits for all tasks", StringComparison.Ordinal));
    }

    [Fact]
    public void Tasks_are_with_a_worker_or_run_there()
    {
        _bench.Attach(Ann, A, "a");
        StudyId study = _bench.Submit(
            Ann, Bench.Array("s", 2), Bench.Array("t", 2, new ArrayDependency(0, ArrayDependencyKind.Elementwise)));
        Assert.Equal(
            "It is with worker 'a' on host, where it has started since the last heartbeat or waits for its turn.", First(study, 0, 0));
        Assert.Equal(
            "It is with worker 'a' on host, which starts it when task 1 of step 's' has ended there.", First(study, 1, 1));
        _bench.Handle(A, Ann, new Heartbeat([new RunningTask(new ArrayId(study, 0), 1, 0, 1_700_000_000_000_000)]));
        Assert.Equal("It runs on worker 'a' on host, since 2023-11-14 22:13:20 UTC.", First(study, 0, 1));
    }

    [Fact]
    public void A_retry_is_not_due_and_another_task_has_ended()
    {
        _bench.Attach(Ann, A, "a");
        StudyId study = _bench.Submit(Ann, Bench.Array("s", 2));
        LeaseGrant grant = Assert.Single(_bench.Taken<LeaseGrant>(A));
        _bench.Handle(A, Ann, new TaskReport(
            grant.Lease, grant.Chain[0], 1, [Bench.Record(0, TaskOutcome.Retry), Bench.Record(1, TaskOutcome.SoftFailed)], []));
        _bench.EndTurn();
        Assert.Equal("It is to be tried again (it asked for a retry) at 2023-11-14 22:13:21 UTC.", First(study, 0, 0));
        Assert.StartsWith("It has ended and failed", First(study, 0, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_is_held_by_its_urgency()
    {
        StudyId study = _bench.Submit(Ann, Bench.Array("s", 1) with { Urgency = 0 });
        Assert.StartsWith("Step 's' is held by its urgency 0", First(study, 0, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void No_worker_has_enough_time_left()
    {
        _bench.Handle(A, Ann, new ConsumerHello(new ConsumerId("a"), "a", "h", [], 1, IsAgent: false, []) { TimeLeft = TimeSpan.FromMinutes(5) });
        _bench.Handle(A, Ann, new CreditGrant(1));
        StudyId study = _bench.Submit(Ann, Bench.Array("s", 1) with { Walltime = TimeSpan.FromHours(2) });
        Assert.Equal(
            "No worker that serves queue 'queue' has enough time left: a task may take 2 hours, and the most that is left to one is 5 minutes.",
            First(study, 0, 0));
    }

    [Fact]
    public void Nothing_is_said_of_what_is_not_there_or_anothers()
    {
        StudyId study = _bench.Submit(Ann, Bench.Array("s", 1));
        Assert.Empty(Explain(study, 1, null));
        Assert.Empty(Explain(study, 0, 1));
        Assert.Empty(Explain(study, 0, long.MaxValue));
        Assert.Empty(Explain(new StudyId(9), null, null));
        Assert.Empty(_bench.Scheduler.Explain(Bob, study, null, null, _bench.Now));
    }

    private IReadOnlyList<string> Explain(StudyId study, int? ordinal, long? index) =>
        _bench.Scheduler.Explain(Ann, study, ordinal, index, _bench.Now);

    private string First(StudyId study, int? ordinal, long? index) => Explain(study, ordinal, index)[0];
}
