using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;
using Merlin.Posix;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Hosting;

/// <summary>
/// The one thread that owns scheduler and store. A turn takes a bounded number of waiting messages, applies them, commits
/// once, and only then lets anything out. Questions are answered between two turns.
/// </summary>
internal sealed class HostLoop : IHostedLoop
{
    // Bound how long a message waits for the commit that lets its answer out.
    private const int MessagesPerTurn = 1024;
    private const int BytesPerTurn = 16 << 20;

    private readonly Dictionary<PeerId, HostLine> _lines = [];
    private readonly Queue<LoopWork> _work = [];
    private readonly Queue<LoopWork> _afterCommit = [];
    private readonly List<BrokerChange> _changes = [];
    private readonly List<Outgoing> _answers = [];
    private readonly Mailbox<LoopWork> _mailbox;
    private readonly Scheduler _scheduler;
    private readonly Store _store;
    private readonly LoopClock _clock;
    private readonly ILogger _logger;
    private readonly RunningTasks _running;
    private readonly StudyQueries _studies;
    private readonly BrokerQueries _queries;
    private readonly ClosedStudies _closed;
    private readonly TurnEvents _happened;
    private readonly EventDesk _events;
    private bool _stopping;

    public HostLoop(
        Mailbox<LoopWork> mailbox, Scheduler scheduler, Store store, TimeProvider clock, string version, ILogger logger)
    {
        _mailbox = mailbox;
        _scheduler = scheduler;
        _store = store;
        _clock = new LoopClock(clock, mailbox.Wake);
        _logger = logger;
        _running = new RunningTasks(store, scheduler, clock);
        _studies = new StudyQueries(store, scheduler, _running);
        _queries = new BrokerQueries(store, scheduler, _studies, new BrokerFacts(version, _clock.Begin));
        _closed = new ClosedStudies(store);
        var ring = new EventRing(_clock.Begin);
        _happened = new TurnEvents(store, ring);
        _events = new EventDesk(store, ring, Deliver);
    }

    public void Run()
    {
        _scheduler.Restore(_store.LoadSnapshot(), Now());
        bool mayWait = false;
        while (!_stopping)
        {
            TakeWork(mayWait);
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

    public void Abandon(Exception reason)
    {
        foreach (LoopWork work in _afterCommit.Concat(_work))
        {
            work.Abandon(reason);
        }

        foreach (HostLine line in _lines.Values)
        {
            line.Channel.Refuse(reason);
        }
    }

    public void Open(PeerId peer, HostLine line) => _lines.Add(peer, line);

    public void Close(PeerId peer)
    {
        if (_lines.Remove(peer, out HostLine? line) && line.Worker is { } worker)
        {
            HostLog.LineClosed(_logger, worker, line.Client.Owner);
        }

        _events.Forget(peer);
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
                AskLater(line, () => Deliver(peer, _studies.Plan(line.Client, request)));
                break;
            case EventsRequest request:
                AskLater(line, () => _events.Ask(peer, line.Client, request, Now()));
                break;
            case ProducerRequest request when BrokerQueries.Takes(request):
                AskLater(line, () => Deliver(peer, _queries.Answer(line.Client, request, Now())));
                break;
            case ProducerRequest request when _closed.Answer(line.Client, request, _changes) is { } answers:
                _answers.AddRange(answers.Select(answer => new Outgoing(peer, answer)));
                break;
            default:
                Handle(peer, line, message);
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
        return _store.ReadPage(array, from, _running.Of(array));
    }

    public byte[]? ReadPlan() => _store.LatestStudy is { } study ? _store.ReadPlan(study)?.Plan.ToArray() : null;

    public void Dispose() => _clock.Dispose();

    private Instant Now() => _clock.Now();

    private void Handle(PeerId peer, HostLine line, ClientMessage message)
    {
        if (message is ConsumerHello hello)
        {
            if (_store.OwnerOf(hello.Consumer) is { } owner && owner != line.Client.Owner)
            {
                // What it ran is shown under its name for good: nobody else speaks in that name, even when its session has ended.
                _answers.Add(new Outgoing(peer, new ConsumerRefused(
                    $"The identity '{hello.Consumer}' is another user's; start this worker under another one.")));
                return;
            }

            Greet(line, hello);
        }

        _scheduler.Handle(peer, line.Client, message, Now());
    }

    // A worker that says hello again on its line, because it was not answered, is no news.
    private void Greet(HostLine line, ConsumerHello hello)
    {
        if (line.Worker is null)
        {
            line.Worker = hello.Name;
            HostLog.Attached(_logger, hello.Name, line.Client.Owner);
        }
    }

    private void TellOf(SessionEnded session)
    {
        if (session.IsLost)
        {
            HostLog.Lost(_logger, session.Name, session.Owner);
        }
        else
        {
            HostLog.Left(_logger, session.Name, session.Owner);
        }
    }

    // A line may have to be given up because of what was asked on it before: the rest would only cost time.
    private void AskLater(HostLine line, Action question) => _afterCommit.Enqueue(new LoopAction(() =>
    {
        if (!line.Channel.IsClosed)
        {
            question();
        }
    }));

    private void TakeWork(bool mayWait)
    {
        foreach (LoopWork work in _mailbox.Take(mayWait ? Timeout.Infinite : 0))
        {
            _work.Enqueue(work);
        }
    }

    private void RunWork()
    {
        int messages = 0;
        long bytes = 0;
        while (messages < MessagesPerTurn && bytes < BytesPerTurn && _work.TryDequeue(out LoopWork? work))
        {
            messages++;
            bytes += work.Bytes;
            if (work.AfterCommit)
            {
                _afterCommit.Enqueue(work);
            }
            else
            {
                work.Run();
            }
        }
    }

    // Whether another turn is due without any message.
    private bool EndTurn()
    {
        Turn turn = _scheduler.EndTurn(Now());
        _changes.AddRange(turn.Changes);
        _store.Commit(_changes);
        _happened.Add(_changes, turn.Ended, Now());
        _changes.Clear();
        foreach (SessionEnded session in turn.Ended)
        {
            TellOf(session);
        }

        SendAll(turn.Messages);
        SendAll(_answers);
        _answers.Clear();
        while (_afterCommit.TryDequeue(out LoopWork? work))
        {
            work.Run();
        }

        _events.AnswerWaiting(Now());
        return SetAlarm();
    }

    private void SendAll(IReadOnlyList<Outgoing> messages)
    {
        for (int i = 0; i < messages.Count; i++)
        {
            Deliver(messages[i].To, messages[i].Message);
        }
    }

    private bool SetAlarm() =>
        _clock.SetAlarm(_scheduler.NextDeadline is { } turn && !(_events.Next < turn) ? turn : _events.Next);

    private void Deliver(PeerId peer, BrokerMessage message)
    {
        if (_lines.TryGetValue(peer, out HostLine? line))
        {
            line.Channel.Deliver(message);
        }
    }
}
