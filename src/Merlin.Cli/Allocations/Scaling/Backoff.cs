using System.Globalization;

namespace Merlin.Cli.Allocations.Scaling;

/// <summary>
/// How long not to ask after failures: twice as long after each. Immutable.
/// </summary>
/// <param name="Failures">How many failures have come one after the other.</param>
/// <param name="At">When the last of them came; null without failures.</param>
internal sealed record Backoff(int Failures, DateTimeOffset? At)
{
    private const int MostDoublings = 5;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    /// <summary>Nothing has failed.</summary>
    public static Backoff None { get; } = new(0, At: null);

    /// <summary>Before this time nothing is asked for; null without failures.</summary>
    public DateTimeOffset? Until => At + (First * (1 << Math.Min(Failures - 1, MostDoublings)));

    /// <summary>The failures in words.</summary>
    public string Words => Failures == 1 ? "a failure" : string.Create(CultureInfo.InvariantCulture, $"{Failures} failures");

    /// <summary>After one more failure.</summary>
    /// <param name="time">When it came.</param>
    public Backoff After(DateTimeOffset time) => new(Failures + 1, time);
}
