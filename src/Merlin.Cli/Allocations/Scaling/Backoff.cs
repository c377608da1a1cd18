using System.Globalization;

namespace Merlin.Cli.Allocations.Scaling;

/// <summary>
/// How long not to ask after failures: twice as long after each. Immutable.
/// </summary>
/// <param name="Failures">How many failures have come one after the other.</param>
/// <param name="Until">Before this time nothing is asked for; null without failures.</param>
internal sealed record Backoff(int Failures, DateTimeOffset? Until)
{
    private const int MostDoublings = 5;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    /// <summary>Nothing has failed.</summary>
    public static Backoff None { get; } = new(0, Until: null);

    /// <summary>The failures in words.</summary>
    public string Words => Failures == 1 ? "a failure" : string.Create(CultureInfo.InvariantCulture, $"{Failures} failures");

    /// <summary>After one more failure.</summary>
    /// <param name="time">When it came.</param>
    public Backoff After(DateTimeOffset time) =>
        new(Failures + 1, time + (First * (1 << Math.Min(Failures, MostDoublings))));
}
