using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Worker.Leases;
using Merlin.Worker.Pool;
using Merlin.Worker.Processes;
using Merlin.Worker.Reports;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Loop;

/// <summary>
/// Brings tasks from the leases to the threads that run them, and their ends to the reports. Belongs to the loop.
/// </summary>
internal sealed class TaskFlow(
    LeaseBook book,
    ReportOutbox outbox,
    StudyShelf studies,
    RemainingTime time,
    Backlog backlog,
    DemandRoom? room,
    WorkPool pool,
    ITaskRunner runner,
    TimeProvider clock)
{
    private readonly Returns _returns = new();
    private readonly BusyTasks _busy = new(backlog, pool);
    private readonly Dictionary<TaskKey, TaskRun> _runs = [];
    private readonly Stack<TaskRun> _spare = new();
    private bool _paused;

    /// <summary>Whether no task is in any thread's hands.</summary>
    public bool IsIdle => _runs.Count == 0;

    /// <summary>How many tasks are in the threads' hands.</summary>
    public int Count => _runs.Count;

    /// <summary>Lets nothing start until <see cref="Resume"/>; what runs goes on.</summary>
    public void Pause()
    {
        _paused = true;
        runner.Pause(true);
    }

    /// <summary>Ends <see cref="Pause"/>.</summary>
    public void Resume()
    {
        if (_paused)
        {
            _paused = false;
            runner.Pause(false);
        }
    }

    /// <summary>Takes up as many tasks as there is room for, and gives back those that would not end in time.</summary>
    /// <returns>Whether some were given back.</returns>
    public bool Feed()
    {
        bool returned = false;
        Func<ArrayId, bool>? hasRoom = room is null ? null : HasRoom;
        while (!_paused && (room is not null || backlog.HasRoom) && book.TryTake(IsIdle, hasRoom, out LeasedTask task))
        {
            if (studies.Node(task.Array) is not { } node)
            {
                RefuseTask(task);
                continue;
            }

            long latestStart = time.LatestStart(task.Array, node);
            if (latestStart >= clock.GetTimestamp())
            {
                Prepare(task, node, latestStart);
            }
            else
            {
                returned = true;
                HandBack(task);
            }
        }

        return returned;
    }

    /// <summary>A task's process runs.</summary>
    /// <returns>Whether nothing else has been in hand.</returns>
    public bool Started(TaskRun run)
    {
        book.Started(run.Task.Key);
        return _runs.Count == 1;
    }

    /// <summary>A prepared task was not started, because it would not have ended in time.</summary>
    public void TooLate(TaskRun run)
    {
        HandBack(run.Task);
        LetGo(run);
    }

    /// <summary>Another copy of a task is at work: keeps the task for a while, or gives it back if a slot was there for it.</summary>
    /// <returns>Whether there is something to be tried again.</returns>
    public bool PutOff(TaskRun run)
    {
        if (run.Stage == RunStage.Begun)
        {
            HandBack(run.Task);
            LetGo(run);
            return false;
        }

        book.PutOff(run.Task.Key);
        _busy.Add(run);
        return true;
    }

    /// <summary>Tries the tasks again that were put off.</summary>
    public void TryBusyAgain() => _busy.TryAgain();

    /// <summary>Takes what the worker gives back on its own.</summary>
    public IReadOnlyCollection<RecallAnswer> TakeReturned() => _returns.Take();

    /// <summary>An attempt is over.</summary>
    /// <returns>Whether it was the last task of its lease.</returns>
    public bool Ended(TaskRun run)
    {
        LeasedTask task = run.Task;
        if (run.Answers.Count > 0)
        {
            book.KeepTaken(task.Key, run.Answers);
        }

        if (run.Cause == EndCause.None && run.StartMicros != 0)
        {
            time.Learn(task.Array, run.Duration);
        }

        switch (run.Outcome)
        {
            case TaskOutcome.None:
                _returns.Add(task); // unreported, so that the broker lets it run again
                break;
            case TaskOutcome.AlreadyFinished:
                outbox.AddFinished(task.Key.Lease, task.Array, task.Key.Index);
                break;
            default:
                outbox.Add(task.Key.Lease, task.Array, run.ToRecord(), run.Place);
                break;
        }

        LetGo(run);
        return book.Ended(task.Key, GoesOn(run.Outcome));
    }

    /// <summary>A task was given up while it was being prepared.</summary>
    public void GivenUp(TaskRun run)
    {
        book.GiveBackTaken(run.Task.Key, run.Answers);
        backlog.Gone();
        LetGo(run);
    }

    /// <summary>Keeps a task from starting, if that is still possible.</summary>
    /// <param name="key">The task.</param>
    /// <param name="answer">Who hears of it when someone is at work on it.</param>
    public DropAnswer Drop(TaskKey key, RecallAnswer answer)
    {
        TaskRun run = _runs[key];
        while (true)
        {
            RunStage stage = run.Stage;
            switch (stage)
            {
                case RunStage.Queued or RunStage.Prepared when run.TryMove(stage, RunStage.Dropped):
                    backlog.Gone();
                    Remove(run); // a queue still holds it: not to be used again
                    return DropAnswer.Dropped;
                case RunStage.Busy when run.TryMove(stage, RunStage.Dropped):
                    Remove(run); // what is put off still holds it: not to be used again
                    return DropAnswer.Dropped;
                case RunStage.Preparing when run.TryMove(stage, RunStage.Unwanted):
                case RunStage.Unwanted:
                    run.Answers.Add(answer); // after another who asked: that one may not be the broker
                    return DropAnswer.Pending;
                case RunStage.Begun:
                    return DropAnswer.TooLate;
            }
        }
    }

    /// <summary>Ends the running tasks among some of a lease.</summary>
    public void Kill(LeaseId lease, IReadOnlyList<IndexRange> ranges)
    {
        foreach (TaskKey key in _runs.Keys)
        {
            if (key.Lease == lease && Contains(ranges, key.Index))
            {
                runner.Order(RunnerCommand.Cancel(key));
            }
        }
    }

    /// <summary>Takes back the tasks that have begun and for which there is no room yet; they are given back when they are here.</summary>
    public void TakeBackQueued() => runner.Order(RunnerCommand.TakeBackQueued);

    /// <summary>Ends all running tasks.</summary>
    public void EndAll(bool atOnce) => runner.Order(RunnerCommand.EndAll(atOnce));

    /// <summary>Tells all running tasks whose step asks for it that their worker comes to its end.</summary>
    public void WarnAll() => runner.Order(RunnerCommand.WarnAll);

    /// <summary>What runs.</summary>
    public IReadOnlyList<RunningTask> Running()
    {
        var running = new List<RunningTask>();
        foreach (TaskRun run in _runs.Values)
        {
            if (run.Stage == RunStage.Begun && run.StartMicros != 0)
            {
                AttemptState attempt = run.Task.Attempt;
                running.Add(new RunningTask(run.Task.Array, run.Task.Key.Index, attempt.Attempt, run.StartMicros));
            }
        }

        return running;
    }

    private static bool GoesOn(TaskOutcome outcome) =>
        outcome == TaskOutcome.StopWorkers
        || (outcome != TaskOutcome.None
            && !outcome.AsksForAnotherAttempt()
            && outcome.EndState() is (TaskState.Succeeded or TaskState.Failed));

    private static bool Contains(IReadOnlyList<IndexRange> ranges, long index)
    {
        foreach (IndexRange range in ranges)
        {
            if (range.Contains(index))
            {
                return true;
            }
        }

        return false;
    }

    private void Prepare(in LeasedTask task, NodeWork node, long latestStart)
    {
        TaskRun run = _spare.TryPop(out TaskRun? spare) ? spare : new TaskRun();
        run.Begin(task, node, latestStart);
        node.Study.Uses++;
        room?.Taken(node.Demand);
        _runs.Add(task.Key, run);
        backlog.Taken();
        pool.Add(PoolJobKind.Prepare, run);
    }

    private void HandBack(in LeasedTask task)
    {
        _returns.Add(task);
        book.Ended(task.Key, goesOn: false);
    }

    private void LetGo(TaskRun run)
    {
        Remove(run);
        if (!run.IsShared)
        {
            _spare.Push(run);
        }
    }

    private void Remove(TaskRun run)
    {
        run.LeaveScratch(isClean: false); // one whose attempt is on record has left it
        studies.Return(run.Node.Study);
        _runs.Remove(run.Task.Key);
        room?.Gone(run.Node.Demand);
    }

    // Tasks whose node is not known are refused, which takes no room.
    private bool HasRoom(ArrayId array) => studies.Node(array) is not { } node || room!.HasRoom(node.Demand);

    private void RefuseTask(in LeasedTask task)
    {
        int attempt = task.Attempt.Attempt;
        var record = new TaskRecord(task.Key.Index, TaskOutcome.NotStartable, -1, attempt, 0, 0, 0);
        outbox.Add(task.Key.Lease, task.Array, record, place: null);
        book.Ended(task.Key, goesOn: false);
    }
}
