using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Hosting;

/// <summary>
/// The one thread that owns scheduler and store. A turn takes a bounded number of waiting messages, applies them, commits
/// once, and only then lets anything out.
/// </summary>
internal sealed class HostLoop : IDisposable
{
    // Bounds how long a message waits for the commit that lets its answer out.
    private const int MessagesPerTurn = 256;

    // Far less than the longest time that timers take; an early turn does no harm.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    private readonly Dictionary<PeerId, HostLine> _lines = [];
    private readonly Queue<LoopWork> _work = [];
    private readonly Mailbox _mailbox;
    private readonly Scheduler _scheduler;
    private readonly Store _store;
    private readonly TimeProvider _clock;
    private readonly ITimer _alarm;
    private readonly Instant _begin;
    private readonly long _beginTimestamp;
    private bool _stopping;

    public HostLoop(Mailbox mailbox, Scheduler scheduler, Store store, TimeProvider clock)
    {
        _mailbox = mailbox;
        _scheduler = scheduler;
        _store = store;
        _clock = clock;
        _begin = Instant.Now(clock);
        _beginTimestamp = clock.GetTimestamp();
        _alarm = clock.CreateTimer(
            _ => mailbox.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Runs turns until <see cref="Stop"/>.</summary>
    public void Run()
    {
        _scheduler.Restore(_store.LoadSnapshot(), Now());
        bool mayWait = false;
        while (!_stopping)
        {
            _mailbox.Take(_work, MessagesPerTurn, mayWait);
            bool idle = _work.Count == 0;
            RunWork();
            bool moreTurns = EndTurn();
            bool moreKeeping = idle && _store.Housekeep();
            mayWait = !moreTurns && !moreKeeping && idle;
        }

        while (_store.Housekeep())
        {
            // Short, so that the next reader of the store need not do it.
        }
    }

    public void Stop() => _stopping = true;

    /// <summary>Abandons what the turn at hand had taken, after <see cref="Run"/> has failed.</summary>
    public void Abandon(Exception reason)
    {
        while (_work.TryDequeue(out LoopWork? work))
        {
            work.Abandon(reason);
        }
    }

    public void Open(PeerId peer, HostLine line) => _lines.Add(peer, line);

    public void Close(PeerId peer)
    {
        _lines.Remove(peer);
        _scheduler.PeerClosed(peer, Now());
    }

    public void Receive(PeerId peer, ClientMessage message)
    {
        if (!_lines.TryGetValue(peer, out HostLine? line))
        {
            return;
        }

        switch (message)
        {
            case PlanRequest request:
                Deliver(peer, AnswerPlan(request));
                break;
            case ConsumerHello hello:
                _store.Introduce(hello.Consumer, hello.Name);
                _scheduler.Handle(peer, line.ClientIdentity, hello, Now());
                break;
            default:
                _scheduler.Handle(peer, line.ClientIdentity, message, Now());
                break;
        }
    }

    public StudyStatus? ReadStatus() =>
        _store.LatestStudy is { } study ? _store.ReadStatus(study, _scheduler.Counts) : null;

    public TaskPage ReadPage(int ordinal, long from)
    {
        if (_store.LatestStudy is not { } study)
        {
            return new TaskPage([], null);
        }

        var array = new ArrayId(study, ordinal);
        return _store.ReadPage(array, from, RunningTasks(array));
    }

    public byte[]? ReadPlan() => _store.LatestStudy is { } study ? _store.ReadPlan(study)?.Plan.ToArray() : null;

    public void Dispose() => _alarm.Dispose();

    // Calendar time only at the beginning: a clock that is set back must not put off what is due.
    private Instant Now() => _begin + _clock.GetElapsedTime(_beginTimestamp);

    private void RunWork()
    {
        while (_work.TryDequeue(out LoopWork? work))
        {
            work.Run();
        }
    }

    // Whether another turn is due without any message.
    private bool EndTurn()
    {
        Turn turn = _scheduler.EndTurn(Now());
        _store.Commit(turn.Changes);
        foreach (Outgoing outgoing in turn.Messages)
        {
            Deliver(outgoing.To, outgoing.Message);
        }

        if (_scheduler.NextDeadline is not { } deadline)
        {
            _alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return false;
        }

        TimeSpan left = deadline - Now();
        if (left <= TimeSpan.Zero)
        {
            return true;
        }

        // A timer counts whole milliseconds and must not wake the loop too early.
        left = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        _alarm.Change(left < LongestSleep ? left : LongestSleep, Timeout.InfiniteTimeSpan);
        return false;
    }

    private void Deliver(PeerId peer, BrokerMessage message)
    {
        if (_lines.TryGetValue(peer, out HostLine? line))
        {
            line.Deliver(message);
        }
    }

    private BrokerMessage AnswerPlan(PlanRequest request) => (BrokerMessage?)_store.ReadPlan(request.Study)
        ?? new PlanRefused(request.Study, $"There is no {request.Study} on this broker.");

    private List<TaskRow> RunningTasks(ArrayId array)
    {
        long now = Instant.Now(_clock).UnixMicros;
        var rows = new List<TaskRow>();
        foreach (ConsumerInfo consumer in _scheduler.Consumers)
        {
            string name = _store.NameOf(consumer.Consumer);
            foreach (RunningTask task in consumer.Running)
            {
                if (task.Array == array)
                {
                    long ran = Math.Max(0, now - task.StartMicros);
                    rows.Add(new TaskRow(
                        task.Index, TaskOutcome.None, -1, task.Attempt, task.StartMicros, ran, ran, name));
                }
            }
        }

        rows.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        return rows;
    }
}
