using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests;

/// <summary>A broker that says what a test tells it to, and answers what every broker would.</summary>
internal sealed class ScriptedBroker(StudyPlan plan) : IBrokerChannel
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly Lock _gate = new();
    private readonly List<ClientMessage> _received = [];
    private readonly List<BrokerMessage> _early = [];
    private bool _greeted;
    private volatile bool _isBroken;
    private Action<BrokerMessage> _deliver = static _ => { };
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static StudyId Study { get; } = new(7);

    public bool Acknowledges { get; set; } = true;

    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan HeartbeatLimit { get; set; } = TimeSpan.FromSeconds(30);

    public bool Greets { get; set; } = true;

    public bool AnswersHeartbeats { get; set; } = true;

    /// <summary>What a welcome says that the worker has lost.</summary>
    public IReadOnlyList<HeldLease> Lost { get; set; } = [];

    /// <summary>Answers a request for a plan; by default with the plan of the rig.</summary>
    public Func<PlanRequest, BrokerMessage?>? PlanAnswer { get; set; }

    /// <summary>Hears what happens on the worker's line.</summary>
    public IBrokerListener Listener { get; private set; } = null!;

    public static ArrayId Array(int ordinal) => new(Study, ordinal);

    public IBrokerChannel Connect(IBrokerListener listener)
    {
        Listener = listener;
        _deliver = listener.Received;
        listener.Opened(new BrokerGreeting("", 0, "", ""));
        return this;
    }

    public void Send(ClientMessage message)
    {
        if (_isBroken)
        {
            return;
        }

        switch (message)
        {
            case ConsumerHello hello when Greets:
                Greet(hello);
                break;
            case Heartbeat heartbeat when AnswersHeartbeats:
                _deliver(new HeartbeatAck(heartbeat.Number));
                break;
            case PlanRequest request:
                AnswerPlan(request);
                break;
            case TaskReport report when Acknowledges:
                _deliver(new ReportAck(report.Lease, report.Sequence));
                break;
        }

        lock (_gate)
        {
            _received.Add(message);
            _arrival.SetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Says something; before the worker is there, when it has come.</summary>
    public void Say(BrokerMessage message)
    {
        lock (_gate)
        {
            if (!_greeted)
            {
                _early.Add(message);
                return;
            }
        }

        _deliver(message);
    }

    public void Lease(long lease, int ordinal, long start, long end, params AttemptState[] attempts) =>
        Say(new LeaseGrant(new LeaseId(lease), [Array(ordinal)], [new IndexRange(start, end)], attempts));

    public void LeaseChain(long lease, int first, int stages, long start, long end) =>
        Say(new LeaseGrant(
            new LeaseId(lease),
            Enumerable.Range(first, stages).Select(Array).ToArray(),
            [new IndexRange(start, end)],
            []));

    public IReadOnlyList<T> All<T>()
        where T : ClientMessage
    {
        lock (_gate)
        {
            return _received.OfType<T>().ToArray();
        }
    }

    public TaskRecord[] Records(int ordinal) =>
        All<TaskReport>().Where(report => report.Array == Array(ordinal)).SelectMany(report => report.Tasks).ToArray();

    public long[] Skipped(int ordinal) =>
        All<TaskReport>().Where(report => report.Array == Array(ordinal))
            .SelectMany(report => report.AlreadyFinished)
            .SelectMany(range => Enumerable.Range((int)range.Start, (int)range.Count).Select(i => (long)i)).ToArray();

    public long[] Released(int ordinal) =>
        All<LeaseRelease>().Where(release => release.Array == Array(ordinal))
            .SelectMany(release => release.Ranges)
            .SelectMany(range => Enumerable.Range((int)range.Start, (int)range.Count).Select(i => (long)i)).ToArray();

    public async Task<TaskRecord[]> Ended(int ordinal, int count)
    {
        await Until(() => Records(ordinal).Length >= count);
        return Records(ordinal).OrderBy(record => record.Index).ToArray();
    }

    public async Task Until(Func<bool> condition)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                arrival = _arrival.Task;
            }

            if (condition())
            {
                return;
            }

            try
            {
                await arrival.WaitAsync(Limit);
            }
            catch (TimeoutException late)
            {
                throw new TimeoutException("Received up to now: " + string.Join(", ", All<ClientMessage>()), late);
            }
        }
    }

    /// <summary>Breaks the line; nothing that the worker says arrives until it opens again.</summary>
    public void Break()
    {
        _isBroken = true;
        Listener.Lost("the test has cut it");
    }

    /// <summary>Opens the line again.</summary>
    public void Mend()
    {
        _isBroken = false;
        Listener.Opened(new BrokerGreeting("", 0, "", ""));
    }

    private void AnswerPlan(PlanRequest request) =>
        _deliver(PlanAnswer?.Invoke(request) ?? new PlanReply(request.Study, StudyPlanFormat.Write(plan)));

    private void Greet(ConsumerHello hello)
    {
        lock (_gate)
        {
            _deliver(new Welcome(HeartbeatInterval, Lost) { Number = hello.Number, HeartbeatLimit = HeartbeatLimit });
            _early.ForEach(_deliver);
            _early.Clear();
            _greeted = true;
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
