using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Decides which consumer runs which task, and keeps the truth about every task: a state machine without input,
/// output, clock or chance. Time comes in as an argument, effects go out as a <see cref="Turn"/>.
/// </summary>
/// <remarks>
/// Owned by one thread. The host handles some messages, calls <see cref="EndTurn"/>, makes the turn's changes durable,
/// and then sends the turn's messages. Whatever order, repetition or nonsense clients send, no message throws.
/// </remarks>
public sealed class Scheduler
{
    // Whoever reports on a line on which nobody has said hello.
    private static readonly ConsumerId Stranger = new("");

    private readonly SchedulerOptions _options;
    private readonly string _owner;
    private readonly Effects _effects = new();
    private readonly ReadyQueue _ready = new();
    private readonly DelayedTasks _delayed = new();
    private readonly ConsumerTable _consumers = new();
    private readonly HeldAcks _acks;
    private readonly TaskFlow _flow;
    private readonly StudyTable _studies;
    private readonly LeaseTable _leases;
    private readonly Recalls _recalls;
    private readonly Sessions _sessions;
    private readonly TimeFit _time;
    private readonly Blame _blame;
    private readonly Matching _matching;
    private readonly Isolation _isolation;
    private readonly Rebalancer _rebalancer;
    private readonly Stopping _stopping;
    private readonly Reports _reports;
    private readonly ProducerRequests _requests;
    private readonly Watchers _watchers;
    private readonly Listings _listings;
    private readonly Explanations _explanations;

    /// <summary>A scheduler without studies and consumers.</summary>
    public Scheduler(SchedulerOptions options)
        : this(options, agentOf: null)
    {
    }

    /// <summary>
    /// A scheduler of an agent's, if <paramref name="agentOf"/> is its user: its work is borrowed from above, and the root
    /// decides what failures lead to.
    /// </summary>
    internal Scheduler(SchedulerOptions options, string? agentOf)
    {
        _options = options;
        _owner = agentOf ?? "";
        _acks = new HeldAcks(_effects);
        _flow = new TaskFlow(_effects, _ready, _delayed);
        _studies = new StudyTable(_flow);
        _leases = new LeaseTable(_effects, _flow);
        _recalls = new Recalls(_effects, _leases, _studies);
        _blame = new Blame(options, _effects, _leases);
        _sessions = new Sessions(options, _effects, _consumers, _leases, _studies, _recalls, _blame);
        _time = new TimeFit(options);
        var maker = new LeaseMaker(_effects, _leases, _flow, _ready);
        _matching = new Matching(_ready, _consumers, new LeaseSizing(options, _consumers, _time), maker);
        _isolation = new Isolation(_ready, _consumers, maker, _time);
        _rebalancer = new Rebalancer(options, _ready, _consumers, _recalls, _time);
        _stopping = new Stopping(_effects, _consumers, _flow, _recalls);
        ITaskPolicy policy = agentOf is null
            ? new RootPolicy(options, _effects, _leases, _flow, _stopping)
            : new AgentPolicy(_effects, _leases, _flow);
        var late = new LateSuccesses(_effects, _leases, _flow, _recalls, policy);
        _reports = new Reports(_effects, _studies, _leases, _flow, policy, late, _acks);
        Borrowed = new BorrowedWork(_owner, _studies, _leases, _flow, _recalls);
        _watchers = new Watchers(_effects);
        _requests = new ProducerRequests(
            _effects,
            _studies,
            new Submissions(options, _effects, _studies),
            new StudySteering(_effects, _ready, _recalls, _stopping),
            new StudyExtensions(_effects, _flow),
            new QueuePurges(_studies, _flow),
            _watchers,
            _consumers,
            _stopping);
        _listings = new Listings(_studies, _consumers);
        _explanations = new Explanations(_studies, _consumers, _ready, _time);
    }

    /// <summary>
    /// When <see cref="EndTurn"/> must be called even if no message comes; null when time alone changes nothing.
    /// Valid after <see cref="EndTurn"/>.
    /// </summary>
    public Instant? NextDeadline { get; private set; }

    /// <summary>The consumers whose sessions live.</summary>
    public IReadOnlyList<ConsumerInfo> Consumers => [.. _consumers.All.Select(consumer => consumer.Info())];

    /// <summary>The way in and out for work that comes from above; used by an agent only.</summary>
    internal BorrowedWork Borrowed { get; }

    /// <summary>Whether no work is handed out for now.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>The studies that are not closed, for tests that compare whole states.</summary>
    internal IEnumerable<Study> Studies => _studies.All;

    /// <summary>The leases that are not closed, for tests that compare whole states.</summary>
    internal IEnumerable<Lease> Leases => _leases.All;

    /// <summary>
    /// Rebuilds the state from a store; called once, before anything else. Consumers that hold leases have
    /// <see cref="SchedulerOptions.RestartGrace"/> to attach again.
    /// </summary>
    /// <exception cref="InvalidOperationException">The scheduler was used already.</exception>
    public void Restore(SchedulerSnapshot snapshot, Instant now)
    {
        if (_studies.Next != 1 || _consumers.All.Count > 0)
        {
            throw new InvalidOperationException("Only a scheduler that was never used can be given a past.");
        }

        _recalls.NumberFrom(now);
        _studies.Next = snapshot.NextStudy;
        _leases.Next = snapshot.NextLease;
        List<Study> studies = [.. snapshot.Studies.Select(study => Restore(study, now))];
        TimeSpan grace = _options.RestartGrace > _options.HeartbeatLimit ? _options.RestartGrace : _options.HeartbeatLimit;
        new LeaseRestorer(_consumers, _sessions, _studies, _leases, _flow).Restore(snapshot, now + grace);
        studies.ForEach(study => study.Arrays.ForEach(_studies.MakeAllReady));
    }

    /// <summary>Takes one message in: any but those that the host answers from its store.</summary>
    /// <param name="peer">The line that it came over.</param>
    /// <param name="sender">Whose line that is.</param>
    /// <param name="message">The message.</param>
    /// <param name="now">The present.</param>
    public void Handle(PeerId peer, ClientIdentity sender, ClientMessage message, Instant now)
    {
        _rebalancer.Touch();
        switch (message)
        {
            case ProducerRequest request:
                _requests.Handle(peer, sender, request, now);
                break;
            case ConsumerHello hello:
                _sessions.Hello(peer, sender, hello, now);
                break;
            default:
                HandleConsumer(peer, sender, message, now);
                break;
        }

        _flow.Settle();
    }

    private void HandleConsumer(PeerId peer, ClientIdentity sender, ClientMessage message, Instant now)
    {
        Consumer? speaker = _sessions.Speaker(peer, sender);
        if (speaker is not null)
        {
            _sessions.Heard(speaker, now);
        }
        else if (message is TaskReport or CreditGrant or Heartbeat or LeaseRelease)
        {
            _sessions.AskForHello(peer);
        }

        switch (message)
        {
            case TaskReport report:
                _reports.Handle(peer, sender, speaker?.Id ?? Stranger, report, now);
                break;
            case CreditGrant credit when speaker is not null:
                ConsumerTable.Grant(speaker, credit.Leases);
                break;
            case Heartbeat heartbeat when speaker is not null:
                _sessions.Heartbeat(peer, heartbeat, now);
                break;
            case LeaseRelease release when speaker is not null:
                _recalls.Release(speaker, release);
                break;
            case ConsumerGoodbye when speaker is not null:
                _sessions.Goodbye(peer);
                break;
        }
    }

    /// <summary>
    /// Says that a line is closed: nothing is sent to it any more. A consumer's session goes on until its heartbeats
    /// have been missing for too long.
    /// </summary>
    public void PeerClosed(PeerId peer, Instant now)
    {
        _sessions.LineClosed(peer, now);
        _effects.Forget(peer);
        _acks.Forget(peer);
        _watchers.Forget(peer);
    }

    /// <summary>The changes since the last turn, ahead of its end; for an agent, whose changes no store keeps.</summary>
    internal IReadOnlyList<BrokerChange> TakeChanges() => _effects.TakeChanges();

    /// <summary>Lets time pass, hands out and recalls work, and returns all effects since the last turn.</summary>
    public Turn EndTurn(Instant now)
    {
        // A broker that wakes up long after it wanted to was suspended, and its consumers' messages are still on their way.
        if (NextDeadline is { } planned && now - planned > _options.HeartbeatInterval)
        {
            _sessions.Forgive(now);
        }

        _sessions.Expire(now);
        _flow.Wake(now);
        _flow.Settle();
        _stopping.SendAway();
        if (!IsPaused)
        {
            HandOut(now);
            _rebalancer.Run(now);
        }

        _acks.SendSettled();
        CloseFinished(now);
        NextDeadline = Earliest(Earliest(_sessions.Next, _delayed.Next), IsPaused ? null : _rebalancer.Next);
        return _effects.Take();
    }

    /// <summary>Where the tasks of an array stand; all zero for a study that is unknown or closed.</summary>
    public ArrayCounts Counts(ArrayId array) => _studies.Find(array)?.Counts() ?? default;

    /// <summary>Whether a study is open here and a client may see and steer it.</summary>
    public bool MaySee(ClientIdentity client, StudyId study) => _studies.Find(study)?.IsVisibleTo(client) ?? false;

    /// <summary>Whether a study is open here and a client's consumers run it: what its plan is needed for.</summary>
    public bool MayRun(ClientIdentity client, StudyId study) =>
        client.MayWork && (_studies.Find(study)?.IsOwnedBy(client) ?? false);

    /// <summary>The consumers whose sessions live and that a client may see, in the order of their names.</summary>
    public IReadOnlyList<ConsumerSummary> ConsumersOf(ClientIdentity client, Instant now) =>
        _listings.Consumers(client, now);

    /// <summary>Queues as a client sees them, in the order of their names.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="names">Which; empty for all in which work of the client's waits or which its consumers name.</param>
    public IReadOnlyList<QueueSummary> QueuesOf(ClientIdentity client, IReadOnlyList<string> names) =>
        _listings.Queues(client, names);

    /// <summary>Why a study, an array or a task of it is not running, the most important reason first.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="study">The study.</param>
    /// <param name="ordinal">The array, or null for the whole study.</param>
    /// <param name="index">The task's index in the array, or null for the whole array.</param>
    /// <param name="now">The present.</param>
    /// <returns>Sentences; empty when there is no such study, array or task for the client.</returns>
    public IReadOnlyList<string> Explain(ClientIdentity client, StudyId study, int? ordinal, long? index, Instant now) =>
        _explanations.Of(client, study, ordinal, index, now);

    /// <summary>What runs of a study at this moment, as far as heartbeats have told.</summary>
    public IReadOnlyList<RunningTask> Running(StudyId study)
    {
        var running = new List<RunningTask>();
        foreach (Consumer consumer in _consumers.All)
        {
            running.AddRange(consumer.Running.Values.Where(task => task.Array.Study == study));
        }

        return running;
    }

    /// <summary>Why a consumer gets no task of an array for want of time; null when time is no obstacle, or either is unknown.</summary>
    internal TimeObstacle? ObstacleOfTime(ConsumerId consumer, ArrayId array, Instant now) =>
        _consumers.Find(consumer) is { } holder && _studies.Find(array) is { } tasks ? _time.Obstacle(holder, tasks, now) : null;

    /// <summary>Numbers leases and recalls by time, where no store remembers which numbers were used.</summary>
    internal void NumberFrom(Instant now)
    {
        _leases.Next = now.UnixMicros;
        _recalls.NumberFrom(now);
    }

    /// <summary>Sends every consumer away that was not sent away before.</summary>
    internal void SendAllAway(string reason) => _stopping.SendAllAway(reason);

    /// <summary>Sends the consumers in some Flux jobs away that were not sent away before.</summary>
    /// <param name="reasons">Why, by the job's id in F58.</param>
    internal void SendAway(IReadOnlyDictionary<string, string> reasons) => _stopping.SendAway(reasons);

    /// <summary>Whether any consumer may be given tasks of an array, now or when it has room.</summary>
    internal bool CanServe(ArrayId id, Instant now) =>
        _studies.Find(id) is { } array
            && _consumers.CrewOf(array.Study.Owner).AbleToRun(array)
                .Any(consumer => _time.FitsWhenFree(consumer, array, now));

    /// <summary>The longest time that any consumer has left; null for without limit.</summary>
    internal TimeSpan? TimeLeft(Instant now) => _consumers.CrewOf(_owner).TimeLeft(now);

    /// <summary>What consumers are told about saying that they live; those told otherwise are asked for a hello.</summary>
    internal Pulse Pulse
    {
        get => _sessions.Pulse;
        set => _sessions.Pulse = value;
    }

    /// <summary>Whether a consumer could take more and has nothing to take.</summary>
    internal bool HasIdleConsumer => _consumers.CrewOf(_owner).Idle().Any();

    /// <summary>The longest silence that any consumer was told it may keep.</summary>
    internal TimeSpan LongestLimit => _sessions.LongestLimit;

    /// <summary>Who a consumer is that has run tasks; null when its session has ended.</summary>
    internal TaskRunner? RunnerOf(ConsumerId id) =>
        _consumers.Find(id) is { } consumer ? new TaskRunner(id, consumer.Name, consumer.Host, consumer.Job) : null;

    /// <summary>How often <see cref="Capacity"/> may have changed.</summary>
    internal long CapacityChanges => _consumers.CrewOf(_owner).Changes;

    /// <summary>What attached consumers can take together.</summary>
    internal AgentShape Capacity() => _consumers.CrewOf(_owner).Capacity();

    private Study Restore(StudySnapshot snapshot, Instant now)
    {
        Study study = _studies.Restore(snapshot, now);
        foreach ((TaskArray array, ArraySnapshot past) in study.Arrays.Zip(snapshot.Arrays))
        {
            foreach (TaskLosses losses in past.Losses.Where(losses => array.States.IsOpen(losses.Index)))
            {
                _blame.Restore(array, losses);
            }
        }

        return study;
    }

    private static Instant? Earliest(Instant? a, Instant? b) => a is null || b < a ? b ?? a : a;

    private void HandOut(Instant now)
    {
        _isolation.ReleaseUnneeded(now);
        _matching.Run(now);
        _isolation.Run(now);
        if (_isolation.ReleaseUnneeded(now))
        {
            _matching.Run(now);
        }
    }

    // A study whose last task ended is closed only when nobody may start one of its tasks any more.
    private void CloseFinished(Instant now)
    {
        List<Study> finished = _flow.Finished;
        for (int i = 0; i < finished.Count; i++)
        {
            Study study = finished[i];
            if (!study.Lasting && study.Arrays.TrueForAll(array => array.OpenShadows.IsEmpty))
            {
                Close(study, now);
                finished.RemoveAt(i--);
            }
        }
    }

    private void Close(Study study, Instant now)
    {
        foreach (Lease lease in study.Leases.ToArray())
        {
            _leases.Close(lease);
        }

        StudyEnd end = study.IsStopping ? study.Stopping : StudyEnd.Completed;
        _effects.Store(new StudyClosed(study.Id, end, now));
        _watchers.Tell(study, end);
        _studies.Remove(study);
    }
}
