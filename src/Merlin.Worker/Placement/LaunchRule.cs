using Merlin.Broker;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Placement;

/// <summary>Which way a node's tasks take in an instance.</summary>
internal static class LaunchRule
{
    /// <summary>What each task of a node needs.</summary>
    public static TaskDemand DemandOf(PlanNode node)
    {
        PlanResources holds = node.Resources;
        var shape = new ResourceShape(holds.Nodes, holds.Procs, holds.CoresPerProc, holds.GpusPerProc);
        return new TaskDemand(WayOf(node, shape), shape);
    }

    private static LaunchWay WayOf(PlanNode node, ResourceShape shape)
    {
        if (node.UsesLauncher)
        {
            return LaunchWay.Script; // what its launcher starts goes to Flux, whatever the script itself is
        }

        if (node.Start == TaskStart.Serve)
        {
            return LaunchWay.Near;
        }

        return node.Launch switch
        {
            TaskLaunch.Spawn => LaunchWay.Near,
            TaskLaunch.Rexec => LaunchWay.Far,
            TaskLaunch.Job => LaunchWay.Job,
            _ => shape.Nodes > 1 || shape.Procs > 1 || shape.GpusPerProc > 0 ? LaunchWay.Job : LaunchWay.Packed,
        };
    }
}
