using System.Globalization;

namespace Merlin.Cli.Allocations.Scaling;

/// <summary>Decides how many allocations to ask for. Pure: the same look gives the same step.</summary>
/// <param name="limits">How many there may be.</param>
internal sealed class ScalingPolicy(ScalingLimits limits)
{
    /// <summary>Decides.</summary>
    /// <param name="look">How things stand.</param>
    /// <param name="backoff">What has failed lately.</param>
    public ScalingStep Decide(ScalingLook look, Backoff backoff)
    {
        if (!look.HasWork && limits.Least == 0)
        {
            return new ScalingStep(0, IsOver: true, "no work is left");
        }

        int wanted = Wanted(look);
        int missing = Math.Max(0, wanted - look.Allocations);
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{look.PresentTasks} tasks now and {look.LaterTasks} later want {wanted} allocations; {look.RunningAllocations} run and {look.WaitingAllocations} wait");
        return missing > 0 && backoff.Until is { } until && look.Time < until
            ? new ScalingStep(0, IsOver: false, $"{reason}; none is asked for before {until.ToLocalTime():HH:mm:ss} after {backoff.Words}")
            : new ScalingStep(missing, IsOver: false, reason);
    }

    /// <summary>As many as can run the present tasks all at once, within the limits.</summary>
    private int Wanted(ScalingLook look)
    {
        // Allocations whose agents are still to come have no part in the slots, and agents may be there that are not ours.
        int there = Math.Min(look.RunningAllocations, look.ServingAgents);
        long each = there > 0 ? Math.Max(1, look.Slots / there) : limits.TasksPerAllocation;
        long forAll = (look.PresentTasks / each) + (look.PresentTasks % each > 0 ? 1 : 0);
        return (int)Math.Clamp(forAll, limits.Least, limits.Most);
    }
}
