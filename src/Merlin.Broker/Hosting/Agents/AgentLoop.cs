using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Posix;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Hosting;

/// <summary>
/// The one thread that owns an agent. A turn takes a bounded number of waiting messages, from above and from below, and
/// then sends what they lead to. Questions are answered between two turns.
/// </summary>
internal sealed class AgentLoop : IHostedLoop
{
    private readonly HostLines _lines = new();
    private readonly TurnQueue _work;
    private readonly AgentOptions _options;
    private readonly ILogger _logger;
    private readonly LoopClock _clock;
    private readonly Agent _agent;
    private readonly PlanShelf _plans;
    private IBrokerChannel? _upline;
    private string? _leaving;
    private bool _stopping;

    public AgentLoop(Mailbox<LoopWork> mailbox, AgentOptions options, TimeProvider clock, ILogger logger)
    {
        _work = new TurnQueue(mailbox);
        _options = options;
        _logger = logger;
        _clock = new LoopClock(clock, mailbox.Wake);
        _agent = new Agent(
            options.Identity, options.Name, options.Host, options.Owner, options.Scheduling, _clock.Begin)
        { Job = options.Job };
        _plans = new PlanShelf(options.MostPlanBytes);
        End = new AgentEnd(AgentEndKind.Stopped, "The agent was stopped before it had left.");
    }

    /// <summary>How the loop has ended; valid after <see cref="Run"/>.</summary>
    public AgentEnd End { get; private set; }

    /// <summary>Gives it its line to the host above; called before <see cref="Run"/>.</summary>
    public void Use(IBrokerChannel upline) => _upline = upline;

    public void Run()
    {
        bool mayWait = false;
        while (!_stopping)
        {
            _work.Run(mayWait);
            mayWait = !EndTurn() && !_work.HasMore;
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
            AgentLog.WorkerLineClosed(_logger, worker);
        }

        _plans.Forget(peer);
        _agent.PeerClosed(peer, _clock.Now());
    }

    public void Receive(PeerId peer, ClientMessage message)
    {
        if (!_lines.TryFind(peer, out HostLine? line))
        {
            return;
        }

        switch (message)
        {
            case PlanRequest request when line.Client.Owner == _options.Owner:
                AnswerPlan(peer, request);
                break;
            case PlanRequest request:
                _lines.Deliver(peer, new PlanRefused(request.Study, "There is no such study."));
                break;
            case ProducerRequest request:
                _work.Later(() => _lines.Deliver(peer, Answer(line, request)));
                break;
            default:
                Greet(line, message);
                _agent.Handle(peer, line.Client, message, _clock.Now());
                break;
        }
    }

    /// <summary>The line to the host above is open.</summary>
    public void UplineOpened(BrokerGreeting broker)
    {
        AgentLog.LineOpened(_logger, broker.Version);
        _agent.UplineOpened(_clock.Now());
        foreach (StudyId study in _plans.Awaited)
        {
            _upline!.Send(new PlanRequest(study));
        }
    }

    /// <summary>The line to the host above is broken.</summary>
    public void UplineLost(string reason)
    {
        AgentLog.LineLost(_logger, reason);
        _agent.UplineClosed();
    }

    /// <summary>The line to the host above will not open.</summary>
    public void UplineRefused(string reason)
    {
        End = new AgentEnd(AgentEndKind.Refused, reason);
        _stopping = true;
    }

    /// <summary>The host above says something.</summary>
    public void HearFromAbove(BrokerMessage message)
    {
        switch (message)
        {
            case PlanReply plan:
                _lines.Deliver(_plans.Put(plan, _clock.Now()));
                break;
            case PlanRefused refused:
                _lines.Deliver(_plans.Refuse(refused));
                break;
            case ConsumerRefused refused:
                UplineRefused(refused.Reason);
                break;
            case ConsumerStop stop:
                Leave(stop.Reason);
                break;
            default:
                if (message is LeaseGrant grant)
                {
                    _plans.Note(grant, _clock.Now());
                }

                _agent.HandleUpstream(message, _clock.Now());
                break;
        }
    }

    /// <summary>Sends the consumers away, and ends when all that they hold is reported or given back.</summary>
    public void Leave(string reason)
    {
        AgentLog.Leaves(_logger, reason);
        _agent.Leave(reason);
        _leaving ??= reason;
    }

    /// <summary>Sends the consumers in a Flux job away, be they there or yet to come.</summary>
    public void Release(string job, string reason)
    {
        AgentLog.Releases(_logger, job, reason);
        _agent.Release(job, reason);
    }

    public AgentFacts Facts() => _agent.Facts();

    public IReadOnlyList<ConsumerSummary> Consumers() => _agent.Consumers(_clock.Now());

    public void Dispose() => _clock.Dispose();

    private void AnswerPlan(PeerId peer, PlanRequest request)
    {
        if (_plans.Ask(peer, request.Study, _clock.Now(), out bool isNew) is { } plan)
        {
            _lines.Deliver(peer, plan);
        }
        else if (isNew && _agent.HasLine)
        {
            _upline!.Send(request);
        }
    }

    // Everything else that a person or a step asks is the broker's to answer, and all know where that is.
    private RequestAnswer Answer(HostLine line, ProducerRequest request) =>
        request is ConsumerListRequest && line.Client.Owner == _options.Owner
            ? new ConsumerList(request.Request, Consumers())
            : new RequestRefused(
                request.Request,
                "This is an agent, which only hands work on to the workers of its allocation; ask the broker itself.");

    // A worker that says hello again on its line, because it was not answered, is no news.
    private void Greet(HostLine line, ClientMessage message)
    {
        if (message is ConsumerHello hello && line.Worker is null)
        {
            line.Worker = hello.Name;
            AgentLog.Attached(_logger, hello.Name, hello.Host);
        }
    }

    // Whether another turn is due without any message.
    private bool EndTurn()
    {
        _plans.DropIdle(_clock.Now());
        AgentTurn turn = _agent.EndTurn(_clock.Now());
        for (int i = 0; i < turn.Up.Count; i++)
        {
            _upline!.Send(turn.Up[i]);
        }

        _lines.Deliver(turn.Down);
        foreach (SessionEnded session in turn.Ended)
        {
            TellOf(session);
        }

        _work.RunKept();
        if (_agent.HasLeft)
        {
            End = new AgentEnd(AgentEndKind.Left, _leaving!);
            _stopping = true;
        }

        return _clock.SetAlarm(_agent.NextDeadline);
    }

    private void TellOf(SessionEnded session)
    {
        if (session.IsLost)
        {
            AgentLog.Lost(_logger, session.Name);
        }
        else
        {
            AgentLog.Left(_logger, session.Name);
        }
    }
}
