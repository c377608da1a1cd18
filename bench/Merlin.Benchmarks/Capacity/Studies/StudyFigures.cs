namespace Merlin.Benchmarks.Capacity.Studies;

/// <summary>What came of studies of one size.</summary>
internal sealed record StudyFigures
{
    /// <summary>Tasks of a study by the time from its submission until its end was durable; the median of several studies.</summary>
    public required double TasksPerSecond { get; init; }

    /// <summary>Microseconds of a processor that the broker needed for a task.</summary>
    public required double BrokerMicros { get; init; }

    /// <summary>The broker's largest resident memory, in KiB.</summary>
    public required long PeakKibibytes { get; init; }

    /// <summary>How much the database has grown when the broker has ended, by the number of tasks.</summary>
    public required double BytesPerTask { get; init; }

    /// <summary>The largest size of the database's log, in bytes.</summary>
    public required long LogBytes { get; init; }

    /// <summary>Milliseconds that <c>merlin status</c> took when half of the tasks had ended and nothing was reported; the median.</summary>
    public required double StatusMillis { get; init; }

    /// <summary>The same while workers reported as fast as they could; null where a study is too short for it.</summary>
    public required double? BusyStatusMillis { get; init; }
}
