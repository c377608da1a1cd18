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
/// reason a worker that hears nothing for too long starts nothing more. Its line tells it of a silence within half of the
/// time after which the broker gives a session up, so it may go on for the other half.
/// </remarks>
internal sealed class BrokerSession : IDisposable
{
    private const int Credit = 2;
    private const int PartOfLimit = 2;
    private static readonly TimeSpan HelloPatience = TimeSpan.FromSeconds(10);
    private readonly WorkerOptions _options;
    private readonly LeaseBook _book;
    private readonly ReportOutbox _outbox;
    private readonly TaskFlow _flow;
    private readonly RemainingTime _time;
    private readonly LoopTimes _times;
    private readonly ILogger _logger;
    private readonly ConsumerId _consumer;
    private IBrokerChannel? _channel;
    private bool _isOpen;
    private TimeSpan _heartbeatInterval;
    private TimeSpan _heartbeatLimit;
    private bool _creditWithheld;

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
        _consumer = new ConsumerId($"{options.Name}@{options.Host}-{Environment.ProcessId}-{Guid.NewGuid():N}");
    }

    /// <summary>Whether the broker knows this worker and what it holds.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>Whether nothing may be leased any more.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Opens the line.</summary>
    public void Connect(Func<IBrokerListener, IBrokerChannel> connect, IBrokerListener listener) =>
        _channel = connect(listener);

    /// <summary>The line is open: says who this is and what it holds.</summary>
    public void SayHello()
    {
        _isOpen = true;
        IsAttached = false;
        _times.Set(LoopAlarm.HelloAgain, HelloPatience);
        _times.Clear(LoopAlarm.Heartbeat);
        _flow.Pause();
        _outbox.Seal();
        var held = new List<HeldLease>(_book.Held());
        held.AddRange(_outbox.Held());
        _channel!.Send(new ConsumerHello(
            _consumer, _options.Name, _options.Host, _options.Queues, _options.Slots, IsAgent: false, held)
        {
            TimeLeft = TimeLeft,
        });
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
        bool asked = !IsAttached;
        IsAttached = true;
        _heartbeatInterval = welcome.HeartbeatInterval;
        _heartbeatLimit = welcome.HeartbeatLimit;
        _times.Clear(LoopAlarm.HelloAgain);
        _times.Clear(LoopAlarm.CutOff);
        _times.Set(LoopAlarm.Heartbeat, _heartbeatInterval);
        _book.Lose(welcome.Lost, _flow.Drop);
        _outbox.Resend(Report);
        if (asked)
        {
            _book.TakeCredit(); // counted anew
            GrantCredit(Credit - _book.LeasesOnCredit);
        }

        _flow.Resume();
    }

    /// <summary>The line is broken.</summary>
    public void Lose(string reason)
    {
        if (_isOpen)
        {
            WorkerLog.LineLost(_logger, reason);
        }

        if (IsAttached)
        {
            _times.SetOnce(LoopAlarm.CutOff, _heartbeatLimit / PartOfLimit);
        }

        _isOpen = false;
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

        if (_times.TakeDue(LoopAlarm.CutOff))
        {
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
            Send(new Heartbeat(_flow.Running()) { TimeLeft = TimeLeft });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _channel?.Dispose();

    private TimeSpan? TimeLeft => IsLeaving ? TimeSpan.Zero : _time.Left;

    private void GrantCredit(int leases)
    {
        if (leases > 0 && !IsLeaving)
        {
            Send(new CreditGrant(leases));
        }
    }

    private void Report(TaskReport report) => Send(report);
}
