namespace Merlin.Broker.Scheduling;

/// <summary>How much work fits into the time that a consumer has left.</summary>
internal sealed class TimeFit(SchedulerOptions options)
{
    /// <summary>
    /// How long a task of an array may well take, in microseconds: by what was measured, else by the spec's word; null when
    /// nothing is known.
    /// </summary>
    public static double? NeededMicros(TaskArray array) =>
        array.Time.HighMicros ?? array.Spec.Walltime?.TotalMicroseconds;

    /// <summary>The most tasks of an array that a consumer is to be given now; 0 when its time is too short for any, or it would give them back.</summary>
    public long MostTasks(Consumer consumer, TaskArray array, Instant now)
    {
        if (consumer.Declined.Contains(array))
        {
            return 0;
        }

        if (consumer.EndsAt is not { } end)
        {
            return long.MaxValue;
        }

        if (end - now <= options.LeastTimeLeft)
        {
            return 0;
        }

        if (NeededMicros(array) is not { } needed)
        {
            return long.MaxValue;
        }

        double rounds = Math.Floor(FreeMicros(consumer, end, now) / Math.Max(1, needed));
        return rounds <= 0 ? 0 : (long)Math.Min(long.MaxValue / 2, rounds * consumer.SlotsFor(array));
    }

    /// <summary>
    /// Whether a consumer has the time for a task of an array as soon as it has run what it holds, or sooner, and would not
    /// give it back.
    /// </summary>
    public bool FitsWhenFree(Consumer consumer, TaskArray array, Instant now) =>
        !consumer.Declined.Contains(array)
        && (consumer.EndsAt is not { } end
            || (end - now > options.LeastTimeLeft && (NeededMicros(array) ?? 0) <= (end - now).TotalMicroseconds));

    /// <summary>Whether so many tasks of every array of a chain fit one after the other, as far as their times are known.</summary>
    public static bool Fits(Consumer consumer, IReadOnlyList<TaskArray> chain, long count, Instant now)
    {
        if (consumer.EndsAt is not { } end)
        {
            return true;
        }

        double needed = chain.Sum(array => Math.Ceiling((double)count / consumer.SlotsFor(array)) * (NeededMicros(array) ?? 0));
        return needed <= FreeMicros(consumer, end, now);
    }

    /// <summary>Why a consumer gets no task of an array for want of time; null when time is no obstacle.</summary>
    public TimeObstacle? Obstacle(Consumer consumer, TaskArray array, Instant now) =>
        consumer.EndsAt is not { } end || MostTasks(consumer, array, now) > 0
            ? null
            : new TimeObstacle(
                TimeSpan.FromMicroseconds(Math.Max(0, (end - now).TotalMicroseconds)),
                NeededMicros(array) is { } micros ? TimeSpan.FromMicroseconds(Math.Min(micros, TimeSpan.MaxValue.TotalMicroseconds / 2)) : null);

    // The time left when all that it has in hand has run, where that fills it.
    private static double FreeMicros(Consumer consumer, Instant end, Instant now)
    {
        double left = (end - now).TotalMicroseconds;
        return consumer.HasRoom ? left : left - consumer.Leases.Sum(lease => lease.WorkMicros() ?? 0);
    }
}
