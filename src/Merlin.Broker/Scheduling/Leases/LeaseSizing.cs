namespace Merlin.Broker.Scheduling;

/// <summary>How many tasks the next lease is to hold.</summary>
internal sealed class LeaseSizing(SchedulerOptions options, ConsumerTable consumers, TimeFit time)
{
    /// <summary>
    /// About a second's work for the consumer's slots; as many tasks as slots while their time is unknown; never more
    /// than a fair part of what is left, so that the last tasks are spread over all who can take them, nor than fits into
    /// the consumer's time. 0 when no task fits.
    /// </summary>
    public long Size(TaskArray array, Consumer consumer, Instant now)
    {
        long wanted = Math.Min(ByTime(array, consumer), Math.Min(options.LeaseCap, FairPart(array, consumer, array.Shareable)));
        return Math.Min(Math.Max(1, wanted), time.MostTasks(consumer, array, now));
    }

    private double WorkMicros => options.LeaseWork.TotalMicroseconds;

    private long ByTime(TaskArray array, Consumer consumer) =>
        array.Time.Micros is { } micros
            ? (long)Math.Min(options.LeaseCap, consumer.Slots * WorkMicros / micros)
            : consumer.Slots;

    private long FairPart(TaskArray array, Consumer consumer, long ready)
    {
        long slots = consumers.CrewOf(consumer.Owner).SlotsServing(array.Spec.Queue);
        bool alone = slots <= consumer.Slots;
        return alone ? ready : (long)Math.Ceiling(ready * (double)consumer.Slots / (2.0 * slots));
    }
}
