using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

internal sealed class ModelArray(ArraySpec spec)
{
    public ArraySpec Spec { get; private set; } = spec;

    public TaskOutcome?[] Ended { get; private set; } = new TaskOutcome?[spec.Count];

    public Dictionary<long, ScheduledAttempt> Attempts { get; } = [];

    public Dictionary<long, TaskLosses> Losses { get; } = [];

    public int Urgency { get; set; } = spec.Urgency;

    public void End(long index, TaskOutcome outcome)
    {
        Assert.True(Ended[index] is null, $"task {index} of {Spec.Name} ended twice");
        Assert.False(outcome.AsksForAnotherAttempt());
        Ended[index] = outcome;
    }

    public void Extend(long count)
    {
        TaskOutcome?[] ended = Ended;
        System.Array.Resize(ref ended, (int)count);
        Ended = ended;
        Spec = Spec with { Count = count };
    }

    public ArraySnapshot Snapshot() => new(
        Urgency,
        Ended.Select((outcome, index) => (outcome, index))
            .Where(task => task.outcome is not null)
            .Select(task => new EndedRange(IndexRange.Of(task.index), task.outcome!.Value.EndState()))
            .ToList(),
        [.. Attempts.Values])
    {
        Losses = [.. Losses.Values],
    };
}
