using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Worker.Leases;
using Merlin.Worker.Reports;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Loop;

/// <summary>
/// The worker's session with its broker, over a line that may break at any time. What is said while there is no session is
/// dropped: attaching makes up for it.
/// </summary>
/// <remarks>
/// From the hello until the welcome nothing is started, since the broker may have given away what is held. For the same
/// reason a worker that is not answered for the heartbeat limit starts nothing more; what runs goes on, and its reports
/// are kept. The memory for them is bounded by the leases in hand.
/// </remarks>
internal sealed class BrokerSession : IDisposable
{
    private const int Credit = 2;
    private static readonly TimeSpan HelloPatience = TimeSpan.FromSeconds(10);
    private readonly WorkerOptions _options;
    private readonly LeaseBook _book;
    private readonly ReportOutbox _outbox;
    private readonly TaskFlow _flow;
    private readonly RemainingTime _time;
    private readonly LoopTimes _times;
    private readonly ILogger _logger;
    private readonly ConsumerId _consumer;
    private readonly BrokerContact _contact = new();
    private IBrokerChannel? _channel;
    private bool _lossIsTold;
    private bool _isCutOff;
    private long _hello;
    private TimeSpan _heartbeatInterval;
    private bool _creditWithheld;
    private IReadOnlyList<InstanceResources> _resources;

    /// <summary>Makes a session; <see cref="Connect"/> begins it.</summary>
    public BrokerSession(
        WorkerOptions options,
        LeaseBook book,
        ReportOutbox outbox,
        TaskFlow flow,
        RemainingTime time,
        LoopTimes times,
        ILogger logger)
    {
        _options = options;
        _book = book;
        _outbox = outbox;
        _flow = flow;
        _time = time;
        _times = times;
        _logger = logger;
        _resources = options.Instance?.Resources ?? [];
        _consumer = new ConsumerId($"{options.Name}@{options.Host}-{Environment.ProcessId}-{Guid.NewGuid():N}");
    }

    /// <summary>Whether the broker knows this worker and what it holds.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>Whether the broker is being told what this worker holds, and has not answered that.</summary>
    public bool IsAttaching => _times.IsSet(LoopAlarm.HelloAgain);

    /// <summary>Whether nothing may be leased any more.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Opens the line.</summary>
    public void Connect(Func<IBrokerListener, IBrokerChannel> connect, IBrokerListener listener) =>
        _channel = connect(listener);

    /// <summary>The line is open: says who this is and what it holds.</summary>
    public void SayHello()
    {
        _lossIsTold = false;
        IsAttached = false;
        _times.Set(LoopAlarm.HelloAgain, HelloPatience);
        _times.Clear(LoopAlarm.Heartbeat);
        _flow.Pause();
        _outbox.Seal();
        var held = new List<HeldLease>(_book.Held());
        held.AddRange(_outbox.Held());
        _hello = _contact.Hello(Now);
        _channel!.Send(new ConsumerHello(
            _consumer, _options.Name, _options.Host, _options.Queues, _options.Slots, IsAgent: false, held)
        {
            Number = _hello,
            TimeLeft = TimeLeft,
            Resources = _resources,
            Job = _options.Instance?.Job ?? "",
        });
    }

    /// <summary>What the worker owns has changed: tells the broker, if that knows anything of this worker yet.</summary>
    public void ChangeResources(IReadOnlyList<InstanceResources> resources)
    {
        _resources = resources;
        if (IsAttached || IsAttaching)
        {
            SayHello();
        }
    }

    /// <summary>The broker has no session of this worker: says hello, unless that was said.</summary>
    public void MeetStranger()
    {
        if (IsAttached)
        {
            SayHello();
        }
    }

    /// <summary>The broker has answered a hello, or tells what was taken away while it took the worker for lost.</summary>
    public void Attach(Welcome welcome)
    {
        bool asked = welcome.Number != 0;
        if (asked ? IsAttached || welcome.Number != _hello : !IsAttached)
        {
            return; // the answer to the last hello has come, or is still to come, and says it all
        }

        _contact.Welcomed(welcome.Number, welcome.HeartbeatLimit);
        IsAttached = true;
        _heartbeatInterval = welcome.HeartbeatInterval;
        _times.Clear(LoopAlarm.HelloAgain);
        _times.Set(LoopAlarm.Heartbeat, _heartbeatInterval);
        _book.Lose(welcome.Lost, _flow.Drop);
        _outbox.Resend(Report);
        if (asked)
        {
            _book.TakeCredit(); // counted anew
            GrantCredit(Credit - _book.LeasesOnCredit);
        }

        GoOn();
    }

    /// <summary>The broker has answered a heartbeat.</summary>
    public void Acknowledge(HeartbeatAck ack)
    {
        _contact.Acknowledged(ack.Number);
        GoOn();
    }

    /// <summary>The line is broken.</summary>
    public void Lose(string reason)
    {
        if (!_lossIsTold)
        {
            _lossIsTold = true;
            WorkerLog.LineLost(_logger, reason);
        }

        _contact.LineClosed();
        IsAttached = false;
        _times.Clear(LoopAlarm.HelloAgain);
        _times.Clear(LoopAlarm.Heartbeat);
    }

    /// <summary>Lets the broker push no more leases until the next heartbeat, since this worker has no use for them.</summary>
    public void WithholdCredit() => _creditWithheld = true;

    /// <summary>Sends a message, if there is a session.</summary>
    public void Send(ClientMessage message)
    {
        if (IsAttached)
        {
            _channel!.Send(message);
        }
    }

    /// <summary>Says what the time of has come.</summary>
    public void KeepAlive()
    {
        if (_times.TakeDue(LoopAlarm.HelloAgain))
        {
            SayHello();
        }

        if (_times.TakeDue(LoopAlarm.CutOff) && !_contact.MayStart(Now))
        {
            _isCutOff = true;
            WorkerLog.CutOff(_logger);
            _flow.Pause();
        }

        bool early = _times.TakeDue(LoopAlarm.EarlyHeartbeat) && _flow.Running().Count > 0;
        if (early || _times.TakeDue(LoopAlarm.Heartbeat))
        {
            SendHeartbeat();
        }

        if (!_creditWithheld)
        {
            GrantCredit(IsAttached ? _book.TakeCredit() : 0);
        }
    }

    /// <summary>Says what runs and how much time is left.</summary>
    public void SendHeartbeat()
    {
        if (IsAttached)
        {
            _creditWithheld = false;
            _times.Set(LoopAlarm.Heartbeat, _heartbeatInterval);
            Send(new Heartbeat(_flow.Running()) { Number = _contact.Heartbeat(Now), TimeLeft = TimeLeft });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _channel?.Dispose();

    private TimeSpan? TimeLeft => IsLeaving ? TimeSpan.Zero : _time.Left;

    // Only differences count, and this clock is set back by nobody.
    private Instant Now => new((long)_options.Clock.GetElapsedTime(0).TotalMicroseconds);

    private void GoOn()
    {
        if (_contact.StartUntil is { } end && _contact.MayStart(Now))
        {
            _times.Set(LoopAlarm.CutOff, end - Now);
            _flow.Resume();
            if (_isCutOff)
            {
                _isCutOff = false;
                WorkerLog.GoesOn(_logger);
            }
        }
    }

    private void GrantCredit(int leases)
    {
        if (leases > 0 && !IsLeaving)
        {
            Send(new CreditGrant(leases));
        }
    }

    private void Report(TaskReport report) => Send(report);
}
