namespace Merlin.Cli.Allocations.Scaling;

/// <summary>How <c>merlin autoscale</c> goes about it.</summary>
internal sealed record AutoscaleSettings
{
    /// <summary>How many allocations there may be.</summary>
    public required ScalingLimits Limits { get; init; }

    /// <summary>The queues on the broker whose work counts.</summary>
    public required IReadOnlyList<string> Queues { get; init; }

    /// <summary>The time between looks.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Whether it looks and decides once, and submits nothing.</summary>
    public required bool DryRun { get; init; }
}
