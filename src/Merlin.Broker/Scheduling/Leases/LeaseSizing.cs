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
        int slots = consumer.SlotsFor(array);
        long wanted = Math.Min(ByTime(array, slots), Math.Min(options.LeaseCap, FairPart(array, consumer, slots)));
        return Math.Min(Math.Max(1, wanted), time.MostTasks(consumer, array, now));
    }

    /// <summary>
    /// Whether what a consumer with resources has in hand of tasks like those of an array would fill it for about a second:
    /// then tasks that ask something else are the better use of its credit.
    /// </summary>
    public bool HasEnough(Consumer consumer, TaskArray array)
    {
        if (!consumer.Capacity.IsShaped)
        {
            return false;
        }

        double load = 0;
        double micros = 0;
        foreach (Lease lease in consumer.Leases)
        {
            if (lease.Chain[0].Demand == array.Demand)
            {
                load += lease.Load;
                micros += lease.WorkMicros() ?? WorkMicros;
            }
        }

        return load >= 1 - Consumer.Rounding && micros >= WorkMicros;
    }

    private double WorkMicros => options.LeaseWork.TotalMicroseconds;

    private long ByTime(TaskArray array, int slots) =>
        array.Time.Micros is { } micros
            ? (long)Math.Min(options.LeaseCap, slots * WorkMicros / micros)
            : slots;

    private long FairPart(TaskArray array, Consumer consumer, int slots)
    {
        long all = consumers.CrewOf(consumer.Owner).SlotsFor(array);
        bool alone = all <= slots;
        return alone ? array.Shareable : (long)Math.Ceiling(array.Shareable * (double)slots / (2.0 * all));
    }
}
