using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Decides which consumer runs which task, and keeps the truth about every task: a state machine without input,
/// output, clock or chance. Time comes in as an argument, effects go out as a <see cref="Turn"/>.
/// </summary>
/// <remarks>
/// Owned by one thread. The host handles some messages, calls <see cref="EndTurn"/>, makes the turn's changes durable,
/// and then sends the turn's messages. Whatever order, repetition or nonsense clients send, no message throws.
/// </remarks>
public sealed class Scheduler(SchedulerOptions options)
{
    private readonly SchedulerOptions _options = options;

    /// <summary>
    /// When <see cref="EndTurn"/> must be called even if no message comes; null when time alone changes nothing.
    /// Valid after <see cref="EndTurn"/>.
    /// </summary>
    public Instant? NextDeadline { get; }

    /// <summary>The consumers whose sessions live.</summary>
    public IReadOnlyList<ConsumerInfo> Consumers { get; } = [];

    /// <summary>
    /// Rebuilds the state from a store; called once, before anything else. Consumers that hold leases have
    /// <see cref="SchedulerOptions.RestartGrace"/> to attach again.
    /// </summary>
    /// <exception cref="InvalidOperationException">The scheduler was used already.</exception>
    public void Restore(SchedulerSnapshot snapshot, Instant now) => throw new NotSupportedException(_options.ToString());

    /// <summary>Takes one message in: any but <see cref="PlanRequest"/>, which the host answers from its store.</summary>
    public void Handle(PeerId peer, ClientMessage message, Instant now) => throw new NotSupportedException();

    /// <summary>
    /// Says that a line is closed: nothing is sent to it any more. A consumer's session goes on until its heartbeats
    /// have been missing for too long.
    /// </summary>
    public void PeerClosed(PeerId peer, Instant now) => throw new NotSupportedException();

    /// <summary>Lets time pass, hands out and recalls work, and returns all effects since the last turn.</summary>
    public Turn EndTurn(Instant now) => throw new NotSupportedException();

    /// <summary>Where the tasks of an array stand; all zero for a study that is unknown or closed.</summary>
    public ArrayCounts Counts(ArrayId array) => throw new NotSupportedException();

    /// <summary>What runs of a study at this moment, as far as heartbeats have told.</summary>
    public IReadOnlyList<RunningTask> Running(StudyId study) => throw new NotSupportedException();
}
