using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Worker.Leases;

namespace Merlin.Worker.Tests.Leases;

public sealed class LeaseBookTests
{
    private static readonly StudyId Study = new(3);
    private readonly LeaseBook _book = new();

    public LeaseBookTests() => _book.Open(Study, 0);

    [Fact]
    public void Tasks_come_in_the_order_of_their_leases()
    {
        Add(1, stages: 1, new IndexRange(5, 7), new IndexRange(9, 10));
        Add(2, stages: 1, new IndexRange(0, 1));

        Assert.Equal([(1L, 5L), (1L, 6L), (1L, 9L), (2L, 0L)], TakeAll().Select(key => (key.Lease.Value, key.Index)));
    }

    [Fact]
    public void A_study_whose_plan_is_not_known_waits()
    {
        _book.Add(new LeaseGrant(new LeaseId(1), [new ArrayId(new StudyId(4), 0)], [new IndexRange(0, 1)], []));

        Assert.False(_book.TryTake(isIdle: true, hasRoom: null, out _));

        _book.Open(new StudyId(4), 0);
        Assert.True(_book.TryTake(isIdle: true, hasRoom: null, out _));
    }

    [Fact]
    public void The_next_task_of_a_chain_comes_before_other_samples()
    {
        Add(1, stages: 2, new IndexRange(0, 3));
        TaskKey first = Take();
        _book.Started(first);
        _book.Ended(first, goesOn: true);

        TaskKey next = Take();

        Assert.Equal((1, 0L), (next.Stage, next.Index));
        Assert.Equal((0, 1L), (Take().Stage, 1L));
    }

    [Fact]
    public void A_raise_ends_the_chain_of_its_sample_only()
    {
        Add(1, stages: 2, new IndexRange(0, 2));
        TaskKey[] first = TakeAll();
        _book.Ended(first[0], goesOn: false);
        _book.Ended(first[1], goesOn: true);

        TaskKey last = Assert.Single(TakeAll());
        Assert.Equal(1, last.Index);
        Assert.True(_book.Ended(last, goesOn: true));
        Assert.True(_book.IsEmpty);
    }

    [Fact]
    public void Credit_comes_back_once_when_everything_that_can_start_has_started()
    {
        Add(1, stages: 2, new IndexRange(0, 2));
        TaskKey[] tasks = TakeAll();
        _book.Started(tasks[0]);
        Assert.Equal(0, _book.TakeCredit());
        _book.Started(tasks[1]);
        Assert.Equal(1, _book.TakeCredit());

        _book.Ended(tasks[0], goesOn: true);
        _book.Started(Take());

        Assert.Equal(0, _book.TakeCredit());
    }

    [Fact]
    public void A_recall_gives_back_what_has_not_started()
    {
        Add(1, stages: 1, new IndexRange(0, 5));
        TaskKey started = Take();
        _book.Started(started);
        Take(); // 1 is being prepared and can be dropped

        LeaseRelease answer = Assert.Single(Recall(9, 0, 4, DropAnswer.Dropped));

        Assert.Equal(9, answer.Recall);
        Assert.Equal([new IndexRange(1, 4)], answer.Ranges);
        Assert.Equal(4, Take().Index);
    }

    [Fact]
    public void A_recall_that_comes_too_late_is_answered_with_nothing()
    {
        Add(1, stages: 1, new IndexRange(0, 1));
        Take();

        LeaseRelease answer = Assert.Single(Recall(9, 0, 1, DropAnswer.TooLate));

        Assert.Empty(answer.Ranges);
        Assert.Equal(new ArrayId(Study, 0), answer.Array);
    }

    [Fact]
    public void A_recall_of_a_lease_that_is_over_is_answered()
    {
        LeaseRelease answer = Assert.Single(Recall(9, 0, 1, DropAnswer.TooLate));

        Assert.Equal((9L, 0), (answer.Recall, answer.Ranges.Count));
    }

    [Fact]
    public void Of_a_chain_the_stages_after_a_running_task_are_given_back()
    {
        Add(1, stages: 3, new IndexRange(0, 3));
        TaskKey running = Take();
        _book.Started(running);
        TaskKey over = Take();
        _book.Ended(over, goesOn: true); // its second stage is open

        LeaseRelease[] answers = Recall(9, 0, 3, DropAnswer.TooLate);

        Assert.Equal([(1, "0-1", null), (0, "2", 9L)], answers.Select(
            answer => (answer.Array.Ordinal, string.Join(',', answer.Ranges), answer.Recall)));
        Assert.True(_book.Ended(running, goesOn: true));
        Assert.False(_book.TryTake(isIdle: true, hasRoom: null, out _));
        Assert.True(_book.IsEmpty);
    }

    [Fact]
    public void A_task_that_two_ask_for_while_it_is_prepared_is_given_back_to_both()
    {
        Add(1, stages: 1, new IndexRange(0, 1));
        TaskKey task = Take();
        var first = new RecallAnswer(new LeaseId(1), recall: null);
        var second = new RecallAnswer(new LeaseId(1), recall: 7);
        first.Await();
        second.Await();

        _book.GiveBackTaken(task, [first, second]);

        Assert.All(
            (RecallAnswer[])[first, second],
            answer => Assert.Equal([new IndexRange(0, 1)], Assert.Single(answer.Messages()).Ranges));
        Assert.True(_book.IsEmpty);
    }

    [Fact]
    public void A_recall_waits_for_the_one_who_prepares()
    {
        Add(1, stages: 2, new IndexRange(0, 2));
        TaskKey[] tasks = TakeAll();
        RecallAnswer answer = _book.Recall(
            new LeaseRecall(9, new LeaseId(1), [new IndexRange(0, 2)], Kill: false), static (_, _) => DropAnswer.Pending);
        Assert.False(answer.IsComplete);

        _book.GiveBackTaken(tasks[0], [answer]);
        _book.KeepTaken(tasks[1], [answer]);

        Assert.True(answer.IsComplete);
        Assert.Equal([(1, "1", null), (0, "0", 9L)], answer.Messages().Select(
            message => (message.Array.Ordinal, string.Join(',', message.Ranges), message.Recall)));
    }

    [Fact]
    public void What_is_held_is_what_has_not_ended_stage_by_stage()
    {
        Add(1, stages: 2, new IndexRange(0, 3));
        _book.Ended(Take(), goesOn: true);
        _book.Ended(Take(), goesOn: true);
        _book.Ended(Take(), goesOn: false);
        _book.Ended(Take(), goesOn: true); // one sample has come through

        HeldLease held = Assert.Single(_book.Held());

        Assert.Equal((1, 1L), (held.Array.Ordinal, Assert.Single(held.Ranges).Count));
    }

    [Fact]
    public void What_was_lost_is_not_started()
    {
        Add(1, stages: 1, new IndexRange(0, 4));
        _book.Lose(
            [new HeldLease(new LeaseId(1), new ArrayId(Study, 0), [new IndexRange(1, 3)])],
            static (_, _) => DropAnswer.TooLate);

        Assert.Equal([0L, 3L], TakeAll().Select(key => key.Index));
    }

    [Fact]
    public void Any_order_of_events_starts_each_task_once_and_ends_with_empty_hands()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            try
            {
                PlayAtRandom(new Random(seed));
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"seed {seed}", failure);
            }
        }
    }

    private static void PlayAtRandom(Random random)
    {
        var book = new LeaseBook();
        book.Open(Study, 0);
        int leases = random.Next(1, 5);
        var open = new HashSet<(long, int, long)>();
        for (int lease = 1; lease <= leases; lease++)
        {
            ArrayId[] chain = Enumerable.Range(0, random.Next(1, 4)).Select(i => new ArrayId(Study, i)).ToArray();
            int count = random.Next(1, 20);
            book.Add(new LeaseGrant(new LeaseId(lease), chain, [new IndexRange(10, 10 + count)], []));
        }

        var running = new List<TaskKey>();
        int credit = 0;
        for (int steps = 0; !book.IsEmpty; steps++)
        {
            Assert.True(steps < 10_000, "no end");
            int choice = random.Next(10);
            if (choice < 5 && book.TryTake(isIdle: true, hasRoom: null, out LeasedTask task))
            {
                TaskKey key = task.Key;
                Assert.True(open.Add((key.Lease.Value, key.Stage, key.Index)), "taken twice");
                book.Started(key);
                running.Add(key);
            }
            else if (choice < 9 && running.Count > 0)
            {
                int which = random.Next(running.Count);
                book.Ended(running[which], goesOn: random.Next(4) != 0);
                running.RemoveAt(which);
            }
            else if (choice == 9)
            {
                var range = new IndexRange(random.Next(10, 30), random.Next(10, 30));
                var recall = new LeaseRecall(steps, new LeaseId(random.Next(1, leases + 1)), [range], Kill: false);
                RecallAnswer answer = book.Recall(recall, static (_, _) => DropAnswer.TooLate);
                Assert.Equal(steps, Assert.Single(answer.Messages(), message => message.Recall is not null).Recall);
            }

            credit += book.TakeCredit();
        }

        Assert.Empty(running);
        Assert.Equal(leases, credit);
    }

    private void Add(long lease, int stages, params IndexRange[] ranges) => _book.Add(new LeaseGrant(
        new LeaseId(lease),
        Enumerable.Range(0, stages).Select(ordinal => new ArrayId(Study, ordinal)).ToArray(),
        ranges,
        []));

    private TaskKey Take()
    {
        Assert.True(_book.TryTake(isIdle: true, hasRoom: null, out LeasedTask task));
        return task.Key;
    }

    private TaskKey[] TakeAll()
    {
        var keys = new List<TaskKey>();
        while (_book.TryTake(isIdle: true, hasRoom: null, out LeasedTask task))
        {
            keys.Add(task.Key);
        }

        return keys.ToArray();
    }

    private LeaseRelease[] Recall(long number, long start, long end, DropAnswer drop) => _book.Recall(
        new LeaseRecall(number, new LeaseId(1), [new IndexRange(start, end)], Kill: false), (_, _) => drop).Messages().ToArray();
}
