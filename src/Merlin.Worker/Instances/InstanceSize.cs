using Merlin.Broker;

namespace Merlin.Worker.Instances;

/// <summary>How many processes a worker may have at once in its instance.</summary>
internal static class InstanceSize
{
    /// <summary>
    /// Children of the worker itself: those on cores of its own node, and scripts whose launchers make Flux jobs, of which
    /// some wait for theirs.
    /// </summary>
    public static int Children(WorkerInstance instance)
    {
        int own = instance.Nodes.Single(node => node.Rank == instance.OwnRank).Cores.Count;
        return own + (int)instance.Resources[0].SlotsFor(ResourceShape.OneCore) + Placement.SeatPlanLimits.JobsAhead;
    }
}
