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
    private readonly HostLines _lines = new();
    private readonly TurnQueue _work;
    private readonly List<BrokerChange> _changes = [];
    private readonly List<Outgoing> _answers = [];
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
        _work = new TurnQueue(mailbox);
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
        _events = new EventDesk(store, ring, _lines.Deliver);
    }

    public void Run()
    {
        _scheduler.Restore(_store.LoadSnapshot(), Now());
        bool mayWait = false;
        while (!_stopping)
        {
            bool idle = _work.Run(mayWait);
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
        _work.Abandon(reason);
        _lines.Refuse(reason);
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
        if (!_lines.TryFind(peer, out HostLine? line))
        {
            return;
        }

        switch (message)
        {
            case PlanRequest request:
                AskLater(line, () => _lines.Deliver(peer, _studies.Plan(line.Client, request)));
                break;
            case EventsRequest request:
                AskLater(line, () => _events.Ask(peer, line.Client, request, Now()));
                break;
            case ProducerRequest request when BrokerQueries.Takes(request):
                AskLater(line, () => _lines.Deliver(peer, _queries.Answer(line.Client, request, Now())));
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
    private void AskLater(HostLine line, Action question) => _work.Later(() =>
    {
        if (!line.Channel.IsClosed)
        {
            question();
        }
    });

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

        _lines.Deliver(turn.Messages);
        _lines.Deliver(_answers);
        _answers.Clear();
        _work.RunKept();
        _events.AnswerWaiting(Now());
        return SetAlarm();
    }

    private bool SetAlarm() =>
        _clock.SetAlarm(_scheduler.NextDeadline is { } turn && !(_events.Next < turn) ? turn : _events.Next);
}
