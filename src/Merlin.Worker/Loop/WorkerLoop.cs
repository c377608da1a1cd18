using System.Runtime.ExceptionServices;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Worker.Leases;
using Merlin.Worker.Pool;
using Merlin.Worker.Reports;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Loop;

/// <summary>
/// The worker's own thread: speaks with the broker and keeps the times. It never touches the file system, so that a
/// hanging one costs no heartbeat.
/// </summary>
internal sealed class WorkerLoop
{
    private const int Credit = 2;
    private const int FullReport = 1024;
    private static readonly TimeSpan ReportDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AttachDelay = TimeSpan.FromSeconds(1);
    private readonly WorkerOptions _options;
    private readonly ConsumerId _consumer;
    private readonly Mailbox _mailbox;
    private readonly BrokerLine _line;
    private readonly LeaseBook _book;
    private readonly ReportOutbox _outbox;
    private readonly StudyShelf _studies;
    private readonly WorkPool _pool;
    private readonly TaskFlow _flow;
    private readonly ILogger _logger;
    private readonly List<RecallAnswer> _answers = [];
    private readonly LoopTimes _times;
    private WorkerEnd? _end;
    private bool _brokerIsGone;

    /// <summary>Makes the loop of a worker.</summary>
    public WorkerLoop(
        WorkerOptions options,
        ConsumerId consumer,
        Mailbox mailbox,
        BrokerLine line,
        LeaseBook book,
        ReportOutbox outbox,
        StudyShelf studies,
        WorkPool pool,
        TaskFlow flow,
        ILogger logger)
    {
        _options = options;
        _consumer = consumer;
        _mailbox = mailbox;
        _line = line;
        _book = book;
        _outbox = outbox;
        _studies = studies;
        _pool = pool;
        _flow = flow;
        _logger = logger;
        _times = new LoopTimes(options.Clock);
    }

    private bool IsDone => _end is not null && _flow.IsIdle && _answers.Count == 0;

    /// <summary>Works until the broker or the caller ends it.</summary>
    public WorkerEnd Run()
    {
        List<LoopEvent> spare = [];
        Attach();
        while (!IsDone)
        {
            spare = TakeEvents(spare);
            if (_end is null)
            {
                _flow.Feed();
            }

            Speak();
        }

        SayGoodbye(spare);
        return _end!.Value;
    }

    private List<LoopEvent> TakeEvents(List<LoopEvent> spare)
    {
        bool nap = _times.Report != LoopTimes.Never;
        List<LoopEvent> events = _mailbox.Take(spare, _times.MillisecondsToNext(), nap);
        foreach (LoopEvent item in events)
        {
            Handle(item);
        }

        events.Clear();
        return events;
    }

    private void Handle(LoopEvent item)
    {
        switch (item.Kind)
        {
            case LoopEventKind.Message:
                Handle((BrokerMessage)item.Subject!);
                break;
            case LoopEventKind.PlanRead:
                var plan = (PlanResult)item.Subject!;
                _studies.Put(plan);
                _book.Open(plan.Study);
                break;
            case LoopEventKind.Started:
                _flow.Started((TaskRun)item.Subject!);
                break;
            case LoopEventKind.Ended:
                if (_flow.Ended((TaskRun)item.Subject!))
                {
                    _times.Report = LoopTimes.AtOnce;
                }

                break;
            case LoopEventKind.GivenUp:
                _flow.GivenUp((TaskRun)item.Subject!);
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
            case LoopEventKind.Failed:
                ExceptionDispatchInfo.Throw((Exception)item.Subject!);
                break;
        }
    }

    private void Handle(BrokerMessage message)
    {
        switch (message)
        {
            case Welcome welcome:
                Attached(welcome);
                break;
            case LeaseGrant grant:
                Take(grant);
                break;
            case LeaseRecall recall:
                Answer(recall);
                break;
            case ReportAck ack:
                _outbox.Acknowledge(ack);
                break;
            case PlanReply reply:
                _pool.Add(PoolJobKind.ReadPlan, new PlanText(reply.Study, reply.Plan));
                break;
            case ConsumerStop stop:
                Leave(WorkerEnd.Released, stop.Reason);
                break;
        }
    }

    private void Attach()
    {
        _outbox.Flush(Report);
        var held = new List<HeldLease>(_book.Held());
        held.AddRange(_outbox.Held());
        _times.Attach = LoopTimes.Never;
        _line.Open();
        Send(new ConsumerHello(
            _consumer, _options.Name, _options.Host, _options.Queues, _options.Slots, IsAgent: false, held));
    }

    private void Attached(Welcome welcome)
    {
        _times.SetHeartbeat(welcome.HeartbeatInterval);
        _book.Lose(welcome.Lost, _flow.Drop);
        _outbox.Resend(Report);
        _book.TakeCredit(); // counted anew
        int credit = Credit - _book.LeasesOnCredit;
        if (_end is null && credit > 0)
        {
            Send(new CreditGrant(credit));
        }
    }

    private void Take(LeaseGrant grant)
    {
        _book.Add(grant);
        if (_end is not null)
        {
            GiveBackAll();
            return;
        }

        foreach (ArrayId array in grant.Chain)
        {
            if (_studies.MustAsk(array.Study))
            {
                Send(new PlanRequest(array.Study));
            }
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

    private void Leave(WorkerEnd end, string reason)
    {
        if (_end is null)
        {
            WorkerLog.Leaves(_logger, _options.Name, reason);
            GiveBackAll();
        }

        _end = _end == WorkerEnd.Cancelled ? _end : end;
    }

    private void GiveBackAll() => _answers.AddRange(_book.GiveBackAll(_flow.Drop));

    /// <summary>Sends what is due.</summary>
    private void Speak()
    {
        ReportWhatIsDue();
        SendAnswers();
        int credit = _book.TakeCredit();
        if (credit > 0 && _end is null)
        {
            Send(new CreditGrant(credit));
        }

        if (_times.IsHeartbeatDue())
        {
            Send(new Heartbeat(_flow.Running()));
        }

        if (_times.IsDue(_times.Attach))
        {
            Attach();
        }
    }

    private void ReportWhatIsDue()
    {
        if (_outbox.Waiting == 0)
        {
            _times.Report = LoopTimes.Never;
            return;
        }

        if (_times.Report == LoopTimes.Never)
        {
            _times.Report = _times.After(ReportDelay);
        }

        // A worker that has nothing better to do reports at once: its broker may know of something.
        if (_outbox.Waiting >= FullReport || _flow.Count < _options.Slots || _times.IsDue(_times.Report))
        {
            _outbox.Flush(Report);
            _times.Report = LoopTimes.Never;
        }
    }

    private void SendAnswers()
    {
        if (_answers.Exists(static answer => answer.IsComplete))
        {
            // What has ended is told before what is given back, so that no task seems to have gone backwards.
            _outbox.Flush(Report);
            _times.Report = LoopTimes.Never;
            foreach (RecallAnswer answer in _answers)
            {
                SendIfComplete(answer);
            }

            _answers.RemoveAll(static answer => answer.IsComplete);
        }
    }

    private void SendIfComplete(RecallAnswer answer)
    {
        if (answer.IsComplete)
        {
            foreach (LeaseRelease release in answer.Messages())
            {
                Send(release);
            }
        }
    }

    private void SayGoodbye(List<LoopEvent> spare)
    {
        _outbox.Flush(Report);
        _times.Report = LoopTimes.Never;
        _times.Farewell = _times.After(_options.FarewellPatience);
        while (!_outbox.IsSettled && !_brokerIsGone && !_times.IsDue(_times.Farewell))
        {
            spare = TakeEvents(spare);
            Speak();
        }

        if (!_outbox.IsSettled && !_brokerIsGone)
        {
            WorkerLog.NotAcknowledged(_logger);
        }

        Send(new ConsumerGoodbye());
    }

    private void Report(TaskReport report) => Send(report);

    private void Send(ClientMessage message)
    {
        if (!_line.Send(message) && _times.Attach == LoopTimes.Never)
        {
            WorkerLog.LineLost(_logger);
            _times.Attach = _times.After(AttachDelay);
        }
    }
}
