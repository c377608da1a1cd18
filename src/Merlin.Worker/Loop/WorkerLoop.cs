using System.Runtime.ExceptionServices;
using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Worker.Leases;
using Merlin.Worker.Pool;
using Merlin.Worker.Reports;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Loop;

/// <summary>
/// The worker's own thread: takes what happens one after the other, and says what is due. It never touches the file
/// system, so that a hanging one costs no heartbeat.
/// </summary>
internal sealed class WorkerLoop : IDisposable
{
    private static readonly TimeSpan EarlyHeartbeatDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BusyDelay = TimeSpan.FromSeconds(1);
    private readonly WorkerOptions _options;
    private readonly Mailbox _mailbox;
    private readonly LeaseBook _book;
    private readonly ReportOutbox _outbox;
    private readonly StudyDesk _desk;
    private readonly TaskFlow _flow;
    private readonly ILogger _logger;
    private readonly List<RecallAnswer> _answers = [];
    private readonly LoopTimes _times;
    private readonly BrokerSession _session;
    private readonly Reporter _reporter;
    private WorkerEnd? _end;
    private bool _brokerIsGone;

    /// <summary>Makes the loop of a worker.</summary>
    public WorkerLoop(
        WorkerOptions options,
        Mailbox mailbox,
        LeaseBook book,
        ReportOutbox outbox,
        StudyShelf studies,
        WorkPool pool,
        TaskFlow flow,
        RemainingTime time,
        ILogger logger)
    {
        _options = options;
        _mailbox = mailbox;
        _book = book;
        _outbox = outbox;
        _flow = flow;
        _logger = logger;
        _times = new LoopTimes(options.Clock);
        _session = new BrokerSession(options, book, outbox, flow, time, _times, logger);
        _reporter = new Reporter(outbox, _session, _times, options.Clock);
        _desk = new StudyDesk(studies, book, flow, pool, _session, time, _answers, logger);
        if (time.Left is { } left)
        {
            _times.Set(LoopAlarm.Deadline, left);
        }
    }

    /// <summary>Why the broker does not take this worker, once it has said so.</summary>
    public string? Refusal { get; private set; }

    private bool IsDone => _end is not null && _flow.IsIdle && _answers.Count == 0;

    /// <summary>Works until the broker, the caller or the time ends it.</summary>
    /// <param name="connect">Opens the line to the broker.</param>
    public WorkerEnd Run(Func<IBrokerListener, IBrokerChannel> connect)
    {
        List<LoopEvent> spare = [];
        _session.Connect(connect, new LoopListener(_mailbox));
        while (!IsDone)
        {
            spare = TakeEvents(spare);
            Feed();
            Speak();
        }

        SayGoodbye(spare);
        return _end!.Value;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void Feed()
    {
        if (_end is null && _flow.Feed())
        {
            _session.WithholdCredit();
        }
    }

    private List<LoopEvent> TakeEvents(List<LoopEvent> spare)
    {
        List<LoopEvent> events = _mailbox.Take(spare, _times.MillisecondsToNext(), _reporter.IsWaiting);
        foreach (LoopEvent item in events)
        {
            Handle(item);
        }

        events.Clear();
        WatchTime();
        return events;
    }

    private void WatchTime()
    {
        if (_times.TakeDue(LoopAlarm.Deadline))
        {
            Drain(new DrainRequest("its time is over", TimeSpan.Zero));
        }

        if (_times.TakeDue(LoopAlarm.GraceOver))
        {
            _flow.EndAll(atOnce: false);
        }

        if (_times.TakeDue(LoopAlarm.BusyAgain))
        {
            _flow.TryBusyAgain();
        }
    }

    private void Handle(LoopEvent item)
    {
        switch (item.Kind)
        {
            case LoopEventKind.Message:
                Handle((BrokerMessage)item.Subject!);
                break;
            case LoopEventKind.PlanRead:
                _desk.Put((PlanResult)item.Subject!);
                break;
            case LoopEventKind.Started:
                Start((TaskRun)item.Subject!);
                break;
            case LoopEventKind.Ended:
                if (_flow.Ended((TaskRun)item.Subject!))
                {
                    _reporter.Hurry();
                }

                break;
            case LoopEventKind.GivenUp:
                _flow.GivenUp((TaskRun)item.Subject!);
                break;
            case LoopEventKind.TooLate:
                _flow.TooLate((TaskRun)item.Subject!);
                _session.WithholdCredit();
                break;
            case LoopEventKind.Busy:
                PutOff((TaskRun)item.Subject!);
                break;
            case LoopEventKind.Opened:
                _session.SayHello();
                break;
            case LoopEventKind.Lost:
                _session.Lose((string)item.Subject!);
                break;
            case LoopEventKind.Failed:
                ExceptionDispatchInfo.Throw((Exception)item.Subject!);
                break;
            default:
                HandleEnd(item);
                break;
        }
    }

    private void HandleEnd(LoopEvent item)
    {
        switch (item.Kind)
        {
            case LoopEventKind.Drain:
                Drain((DrainRequest)item.Subject!);
                break;
            case LoopEventKind.Stop:
                Leave(WorkerEnd.Cancelled, "its caller cancelled it");
                _flow.EndAll(atOnce: false);
                break;
            case LoopEventKind.Kill:
                Leave(WorkerEnd.Cancelled, "its caller cancelled it");
                _flow.EndAll(atOnce: true);
                break;
            case LoopEventKind.BrokerGone:
                _brokerIsGone = true;
                break;
            case LoopEventKind.Refused:
                GiveUp((string)item.Subject!);
                break;
            case LoopEventKind.NodesChanged:
                UseNodes((InstanceResources?)item.Subject);
                break;
            case LoopEventKind.InstanceLost:
                Leave(WorkerEnd.InstanceLost, (string)item.Subject!);
                _flow.EndAll(atOnce: false);
                break;
        }
    }

    private void Handle(BrokerMessage message)
    {
        switch (message)
        {
            case Welcome welcome:
                _session.Attach(welcome);
                _desk.AskAgain();
                break;
            case HeartbeatAck ack:
                _session.Acknowledge(ack);
                break;
            case ConsumerUnknown:
                _session.MeetStranger();
                break;
            case LeaseGrant grant:
                Take(grant);
                break;
            case LeaseRecall recall:
                Answer(recall);
                break;
            case ReportAck ack:
                _reporter.Acknowledge(ack);
                break;
            case PlanReply reply:
                _desk.Read(reply);
                break;
            case PlanRefused refused:
                _desk.Refuse(refused);
                break;
            case ConsumerStop stop:
                Leave(WorkerEnd.Released, stop.Reason);
                break;
            case ConsumerRefused refused:
                GiveUp(refused.Reason);
                break;
        }
    }

    private void Take(LeaseGrant grant)
    {
        _book.Add(grant);
        if (_end is not null)
        {
            GiveBackAll();
        }
        else
        {
            _desk.Need(grant);
        }
    }

    private void Answer(LeaseRecall recall)
    {
        _answers.Add(_book.Recall(recall, _flow.Drop));
        if (recall.Kill)
        {
            _flow.Kill(recall.Lease, recall.Ranges);
        }
    }

    private void Start(TaskRun run)
    {
        if (_flow.Started(run))
        {
            _times.Set(LoopAlarm.EarlyHeartbeat, EarlyHeartbeatDelay);
        }
    }

    private void PutOff(TaskRun run)
    {
        if (_flow.PutOff(run))
        {
            _times.SetOnce(LoopAlarm.BusyAgain, BusyDelay);
        }
        else
        {
            _session.WithholdCredit(); // lest it comes back at once
        }
    }

    private void Drain(DrainRequest request)
    {
        if (_end is null)
        {
            WorkerLog.Drains(_logger, _options.Name, request.Reason);
        }

        Leave(WorkerEnd.Drained, request.Reason);
        _flow.WarnAll();
        if (request.Grace is { } grace)
        {
            _times.Set(LoopAlarm.GraceOver, grace);
        }
    }

    private void UseNodes(InstanceResources? resources)
    {
        if (resources is { } some)
        {
            _session.ChangeResources([some]);
        }
        else
        {
            Drain(new DrainRequest("none of its nodes may be used any more", Grace: null));
        }
    }

    private void GiveUp(string reason)
    {
        if (Refusal is null)
        {
            Refusal = reason;
            WorkerLog.Refused(_logger, reason);
        }

        _brokerIsGone = true;
        Leave(WorkerEnd.Refused, "the broker does not take it");
    }

    private void Leave(WorkerEnd end, string reason)
    {
        if (_end is null)
        {
            WorkerLog.Leaves(_logger, _options.Name, reason);
            _session.IsLeaving = true;
            _session.SendHeartbeat(); // tells that no time is left, before what is given back could come again
            GiveBackAll();
            _flow.TakeBackQueued();
        }

        _end = _end > end ? _end : end;
    }

    private void GiveBackAll() => _answers.AddRange(_book.GiveBackAll(_flow.Drop));

    /// <summary>Sends what is due.</summary>
    private void Speak()
    {
        _reporter.Speak(hasIdleSlots: _flow.Count < _options.Slots);
        _answers.AddRange(_flow.TakeReturned());
        SendAnswers();
        _session.KeepAlive();
    }

    private void SendAnswers()
    {
        // What is given back after the hello was held by its word: the broker must hear of it, once it listens.
        if (!_session.IsAttaching && _answers.Exists(static answer => answer.IsComplete))
        {
            // What has ended is told before what is given back, so that no task seems to have gone backwards.
            _reporter.ReportAll();
            foreach (LeaseRelease release in _answers.Where(static answer => answer.IsComplete).SelectMany(static a => a.Messages()))
            {
                _session.Send(release);
            }

            _answers.RemoveAll(static answer => answer.IsComplete);
        }
    }

    private void SayGoodbye(List<LoopEvent> spare)
    {
        _reporter.ReportAll();
        _times.Set(LoopAlarm.Farewell, _options.FarewellPatience);
        while (!_outbox.IsSettled && !_brokerIsGone && !_times.IsDue(LoopAlarm.Farewell))
        {
            spare = TakeEvents(spare);
            Speak();
        }

        if (!_outbox.IsSettled && !_brokerIsGone)
        {
            WorkerLog.NotAcknowledged(_logger);
        }

        _session.Send(new ConsumerGoodbye());
    }
}
