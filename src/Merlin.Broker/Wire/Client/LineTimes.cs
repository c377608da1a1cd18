namespace Merlin.Broker.Wire;

/// <summary>How long a client waits for what.</summary>
internal sealed record LineTimes
{
    /// <summary>How long a broker has to answer the first frame.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause after the first vain try; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);
}
