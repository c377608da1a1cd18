namespace Merlin.Worker.Placement;

/// <summary>Numbers that placement and those around it go by.</summary>
internal static class SeatPlanLimits
{
    /// <summary>
    /// How many jobs are with Flux beyond those that there is room for, so that it has a next one at hand: taking one in and
    /// starting it takes longer than many tasks run.
    /// </summary>
    public const int JobsAhead = 16;

    /// <summary>How often a task may be overtaken in an instance of few cores.</summary>
    public const int LeastPatience = 8;
}
