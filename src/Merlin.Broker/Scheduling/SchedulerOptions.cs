namespace Merlin.Broker.Scheduling;

/// <summary>What can be tuned in a scheduler; the defaults work.</summary>
public sealed record SchedulerOptions
{
    /// <summary>How often consumers are to say that they live; 5 seconds unless said otherwise.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After how long a silence a consumer's session has ended; 30 seconds unless said otherwise. Time through which
    /// the broker itself slept (a suspended computer, a stopped process) counts against nobody.
    /// </summary>
    public TimeSpan HeartbeatLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long after a restart of the broker consumers have to attach again before their sessions count as lost;
    /// 60 seconds unless said otherwise, and never less than <see cref="HeartbeatLimit"/>.
    /// </summary>
    public TimeSpan RestartGrace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// After how many worker losses a task is run with nothing beside it; 2 unless said otherwise.
    /// </summary>
    public int IsolationLosses { get; init; } = 2;

    /// <summary>
    /// How many workers a task may lose while nothing runs beside it before it is given up; 3 unless said otherwise.
    /// </summary>
    public int QuarantineLosses { get; init; } = 3;

    /// <summary>
    /// A consumer with no more time left than this gets no work; 2 seconds unless said otherwise.
    /// </summary>
    public TimeSpan LeastTimeLeft { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How much work one lease is to hold, once the time of its tasks is known; 1 second unless said otherwise.</summary>
    public TimeSpan LeaseWork { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most tasks of one array in one lease; 4096 unless said otherwise.</summary>
    public int LeaseCap { get; init; } = 4096;

    /// <summary>How often a task may fail to start and be tried again, 1, 2, 4, … seconds later; 3 unless said otherwise.</summary>
    public int StartFailureBudget { get; init; } = 3;

    /// <summary>How many workers' sessions of one owner live at a time; 20,000 unless said otherwise.</summary>
    public int MostConsumersOfAnOwner { get; init; } = 20_000;

    /// <summary>How many studies of one owner may be open at a time; 100,000 unless said otherwise.</summary>
    public int MostStudiesOfAnOwner { get; init; } = 100_000;

    /// <summary>How many queues one worker may name; 1000 unless said otherwise.</summary>
    public int MostQueuesOfAConsumer { get; init; } = 1000;

    /// <summary>
    /// How long the work left in a lease must take its holder at least, by estimate, to be worth asking a part of it
    /// back for an idle consumer; 50 milliseconds unless said otherwise.
    /// </summary>
    public TimeSpan WorthRecalling { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The least time between two searches for work to ask back; 20 milliseconds unless said otherwise.</summary>
    public TimeSpan RebalanceInterval { get; init; } = TimeSpan.FromMilliseconds(20);
}
