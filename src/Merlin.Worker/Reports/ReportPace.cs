namespace Merlin.Worker;

/// <summary>How often a worker reports what has ended.</summary>
public static class ReportPace
{
    /// <summary>The time between two reports until the broker has shown how quickly it acknowledges them.</summary>
    public static TimeSpan FirstInterval { get; } = TimeSpan.FromMilliseconds(100);
}
