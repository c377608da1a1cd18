using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling;

public sealed class SchedulerTests
{
    private static readonly PeerId A = new(10);
    private static readonly PeerId B = new(11);

    [Theory]
    [InlineData(0, 16, 0, "has 0 tasks")]
    [InlineData(1, 32, 0, "Urgency 32")]
    [InlineData(1, 16, 1, "does not come before it")]
    [InlineData(3, 16, 0, "one by one")]
    public void An_impossible_submission_is_refused_with_a_reason(long count, int urgency, int dependency, string reason)
    {
        var bench = new Bench();
        bench.Submit(
            Bench.Array("first", 1),
            Bench.Array("second", count, new ArrayDependency(dependency, ArrayDependencyKind.Elementwise)) with { Urgency = urgency });

        Assert.Contains(reason, Assert.Single(bench.Taken<RequestRefused>(Bench.Producer)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_is_leased_as_a_whole_to_a_consumer_that_serves_it()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 2), Bench.Array("t", 2, new ArrayDependency(0, ArrayDependencyKind.Elementwise)));
        bench.Attach(A, "a");

        LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(A));
        Assert.Equal([Bench.Id(0), Bench.Id(1)], grant.Chain);
        Assert.Equal([new IndexRange(0, 2)], grant.Ranges);
    }

    [Fact]
    public void Attempts_are_counted_delayed_and_spent()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 1));
        bench.Attach(A, "a");
        bench.Report(A, Assert.Single(bench.Taken<LeaseGrant>(A)).Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.Restart));
        Assert.Empty(bench.Taken<LeaseGrant>(A));
        Assert.Equal(1, bench.Scheduler.Counts(Bench.Id(0)).Waiting);

        bench.Pass(TimeSpan.FromSeconds(1));
        LeaseGrant second = Assert.Single(bench.Taken<LeaseGrant>(A));
        Assert.Equal(new AttemptState(0, 1, TaskOutcome.Restart, 1, 0), Assert.Single(second.Attempts));
        bench.Handle(A, new TaskReport(second.Lease, Bench.Id(0), 9, [Bench.Record(0, TaskOutcome.Retry, attempt: 1)], []));
        TasksEnded ended = Assert.Single(bench.EndTurn().Changes.OfType<TasksEnded>());
        Assert.Equal(TaskOutcome.RetriesExhausted, Assert.Single(ended.Tasks).Outcome);
    }

    [Fact]
    public void A_task_that_never_starts_is_tried_with_growing_delays_and_then_given_up()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 1) with { MaxRetries = 0 });
        bench.Attach(A, "a", credit: 9);
        foreach (int seconds in (int[])[1, 2, 4])
        {
            LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(A));
            int attempt = grant.Attempts.Count == 0 ? 0 : grant.Attempts[0].Attempt;
            bench.Report(A, grant.Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.StartFailed, attempt));
            bench.Pass(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Empty(bench.Taken<LeaseGrant>(A));
            bench.Pass(TimeSpan.FromMilliseconds(1));
        }

        bench.Report(A, Assert.Single(bench.Taken<LeaseGrant>(A)).Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.StartFailed, 3));
        Assert.Equal(StudyEnd.Completed, Assert.Single(bench.Taken<StudyEnded>(Bench.Producer)).End);
    }

    [Fact]
    public void A_hard_failure_stops_its_study_and_sends_the_consumers_of_its_queue_away()
    {
        var bench = new Bench();
        bench.Attach(B, "b", 2, 2, "other");
        bench.Submit(Bench.Array("s", 10));
        bench.Attach(A, "a", slots: 2, credit: 1);
        LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(A));
        bench.Report(A, grant.Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.HardFailed));

        Assert.Equal(8, bench.Scheduler.Counts(Bench.Id(0)).Cancelled);
        Assert.Single(bench.Taken<ConsumerStop>(A));
        Assert.Empty(bench.Taken<ConsumerStop>(B));
        LeaseRecall recall = Assert.Single(bench.Taken<LeaseRecall>(A));
        Assert.False(recall.Kill);
        bench.Handle(A, new LeaseRelease(grant.Lease, Bench.Id(0), [IndexRange.Of(1)], recall.Recall));
        bench.EndTurn();
        Assert.Equal(StudyEnd.HardFailed, Assert.Single(bench.Taken<StudyEnded>(Bench.Producer)).End);
    }

    [Fact]
    public void A_late_success_is_acknowledged_only_when_the_other_holder_cannot_start_the_task_any_more()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 1));
        bench.Attach(A, "a");
        LeaseGrant lost = Assert.Single(bench.Taken<LeaseGrant>(A));
        bench.Scheduler.PeerClosed(A, bench.Now);
        bench.Attach(B, "b");
        for (int i = 0; i < 8; i++)
        {
            bench.Handle(B, new Heartbeat([]));
            bench.Pass(TimeSpan.FromSeconds(5));
        }

        LeaseGrant other = Assert.Single(bench.Taken<LeaseGrant>(B));
        var back = new PeerId(12);
        bench.Report(back, lost.Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.Succeeded));
        Assert.Empty(bench.Taken<ReportAck>(back));
        Assert.Empty(bench.Taken<StudyEnded>(Bench.Producer));

        LeaseRecall recall = Assert.Single(bench.Taken<LeaseRecall>(B));
        bench.Handle(B, new LeaseRelease(other.Lease, Bench.Id(0), [IndexRange.Of(0)], recall.Recall));
        bench.EndTurn();
        Assert.Single(bench.Taken<ReportAck>(back));
        Assert.Single(bench.Taken<StudyEnded>(Bench.Producer));
    }

    [Fact]
    public void More_urgent_work_calls_less_urgent_work_back_that_has_not_started()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("slow", 100));
        bench.Attach(A, "a", slots: 2, credit: 2);
        Assert.Equal(2, bench.Taken<LeaseGrant>(A).Count);
        bench.Pass(TimeSpan.FromSeconds(1));
        bench.Submit(Bench.Array("urgent", 1) with { Urgency = 31 });
        bench.Pass(new SchedulerOptions().RebalanceInterval);

        LeaseRecall recall = Assert.Single(bench.Taken<LeaseRecall>(A));
        bench.Handle(A, new LeaseRelease(recall.Lease, Bench.Id(0), recall.Ranges, recall.Recall));
        bench.Handle(A, new CreditGrant(1));
        bench.EndTurn();
        Assert.Equal(new StudyId(2), Assert.Single(bench.Taken<LeaseGrant>(A)).Chain[0].Study);
    }

    [Fact]
    public void An_idle_consumer_gets_a_part_of_what_another_has_not_started()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 4));
        bench.Attach(A, "a", slots: 2, credit: 2);
        bench.Pass(TimeSpan.FromSeconds(1));
        bench.Attach(B, "b", slots: 2, credit: 2);
        bench.Pass(new SchedulerOptions().RebalanceInterval);

        LeaseRecall recall = Assert.Single(bench.Taken<LeaseRecall>(A));
        bench.Handle(A, new LeaseRelease(recall.Lease, Bench.Id(0), recall.Ranges, recall.Recall));
        bench.EndTurn();
        Assert.Equal(recall.Ranges, Assert.Single(bench.Taken<LeaseGrant>(B)).Ranges);
    }

    [Fact]
    public void An_idle_consumer_gets_what_the_other_says_that_it_does_not_run()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 4));
        bench.Attach(A, "a", slots: 2, credit: 2);
        Assert.Equal(2, bench.Taken<LeaseGrant>(A).Count);
        bench.Pass(TimeSpan.FromSeconds(1));
        bench.Attach(B, "b", slots: 2, credit: 2);
        bench.Pass(new SchedulerOptions().RebalanceInterval);

        // The highest index is guessed not to run, but it does.
        LeaseRecall inVain = Assert.Single(bench.Taken<LeaseRecall>(A));
        Assert.Equal([IndexRange.Of(3)], inVain.Ranges);
        bench.Handle(A, new LeaseRelease(inVain.Lease, Bench.Id(0), [], inVain.Recall));
        bench.Handle(A, new Heartbeat([Runs(0), Runs(3)]));
        foreach (long index in (long[])[1, 2])
        {
            bench.Pass(new SchedulerOptions().RebalanceInterval);
            LeaseRecall recall = Assert.Single(bench.Taken<LeaseRecall>(A));
            bench.Handle(A, new LeaseRelease(recall.Lease, Bench.Id(0), recall.Ranges, recall.Recall));
            bench.EndTurn();
        }

        long[] moved = [.. bench.Taken<LeaseGrant>(B).SelectMany(static grant => grant.Ranges).Select(static range => range.Start).Order()];
        Assert.Equal([1, 2], moved);

        RunningTask Runs(long index) => new(Bench.Id(0), index, 0, bench.Now.UnixMicros);
    }

    [Fact]
    public void Leases_hold_about_a_second_of_work_once_the_time_is_known()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 1_000_000));
        bench.Attach(A, "a", slots: 2, credit: 1);
        LeaseGrant first = Assert.Single(bench.Taken<LeaseGrant>(A));
        Assert.Equal(2, first.Ranges.Total());
        bench.Handle(A, new CreditGrant(1));
        bench.Report(A, first.Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.Succeeded, micros: 1_000));

        Assert.Equal(2_000, Assert.Single(bench.Taken<LeaseGrant>(A)).Ranges.Total());
    }

    [Fact]
    public void What_each_worker_of_a_report_ran_is_stored_with_the_places_of_its_own_tasks()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 4));
        bench.Attach(A, "a", slots: 4);
        LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(A));
        TaskPlace[] places = [.. Enumerable.Range(0, 5).Select(index => new TaskPlace(index, $"f{index}", "node[1-2]"))];
        RunnerShare[] shares = [.. places.Take(4).Select(place => new RunnerShare(new TaskRunner(new ConsumerId(place.Job), "w", "h", ""), 1))];
        TaskRecord[] records = [.. Enumerable.Range(0, 4).Select(index => Bench.Record(index, TaskOutcome.Succeeded))];
        bench.Handle(A, new TaskReport(grant.Lease, Bench.Id(0), 1, records, []) { Runners = shares, Places = places });

        Assert.Equal(
            places.Take(4).Select(place => (place.Job, place)),
            bench.EndTurn().Changes.OfType<TasksEnded>().Select(ended => (ended.Runner!.Consumer.Value, Assert.Single(ended.Places))));
    }

    [Fact]
    public void A_consumer_given_up_as_lost_is_told_so_when_it_speaks_again()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 1));
        bench.Attach(A, "a");
        LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(A));
        bench.Taken<Welcome>(A);
        for (int i = 0; i < 8; i++)
        {
            bench.Pass(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(1, bench.Scheduler.Counts(Bench.Id(0)).Ready);
        bench.Handle(A, new Heartbeat([]));
        bench.EndTurn();
        HeldLease lost = Assert.Single(Assert.Single(bench.Taken<Welcome>(A)).Lost);
        Assert.Equal(grant.Lease, lost.Lease);
        Assert.Single(bench.Taken<LeaseGrant>(A));
    }

    [Fact]
    public void A_hundred_thousand_tasks_that_wait_for_another_attempt_in_no_order_go_again_when_their_time_has_come()
    {
        const int Count = 100_000;
        const int LeaseSize = 1_000;
        var bench = new Bench(new SchedulerOptions { LeaseCap = LeaseSize });
        bench.Submit(Bench.Array("s", Count));
        bench.Attach(A, "a", slots: LeaseSize, credit: Count / LeaseSize);
        (LeaseId Lease, int Index)[] held = [.. bench.Taken<LeaseGrant>(A).SelectMany(grant => grant.Ranges
            .SelectMany(range => Enumerable.Range((int)range.Start, (int)range.Count))
            .Select(index => (grant.Lease, index)))];
        new Random(15).Shuffle(held);
        foreach ((LeaseId lease, int index) in held)
        {
            bench.Handle(A, new TaskReport(lease, Bench.Id(0), index, [Bench.Record(index, TaskOutcome.Retry)], []));
        }

        bench.EndTurn();
        Assert.Equal(Count, bench.Scheduler.Counts(Bench.Id(0)).Waiting);
        bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(Count, bench.Scheduler.Counts(Bench.Id(0)).Ready);
    }

    [Fact]
    public void Ten_thousand_workers_finish_a_hundred_thousand_tasks_and_a_hundred_million_cost_nothing_to_submit()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("vast", 100_000_000) with { Urgency = 0 });
        bench.Submit(Bench.Array("s", 100_000));
        for (int i = 0; i < 10_000; i++)
        {
            var peer = new PeerId(100 + i);
            bench.Handle(peer, new ConsumerHello(new ConsumerId($"w{i}"), "w", "h", [], 4, IsAgent: false, []));
            bench.Handle(peer, new CreditGrant(2));
        }

        Turn turn = bench.EndTurn();
        long sequence = 0;
        while (!turn.Messages.Any(message => message.Message is StudyEnded))
        {
            foreach (Outgoing outgoing in turn.Messages)
            {
                if (outgoing.Message is LeaseGrant grant)
                {
                    bench.Handle(outgoing.To, new CreditGrant(1));
                    TaskRecord[] records =
                        [.. grant.Ranges.SelectMany(range => Enumerable.Range((int)range.Start, (int)range.Count)).Select(i => Bench.Record(i, TaskOutcome.Succeeded))];
                    bench.Handle(outgoing.To, new TaskReport(grant.Lease, grant.Chain[0], ++sequence, records, []));
                }
            }

            turn = bench.EndTurn();
        }

        Assert.Equal(100_000_000, bench.Scheduler.Counts(Bench.Id(0)).Ready);
        Assert.Empty(bench.Scheduler.Leases);
    }
}
