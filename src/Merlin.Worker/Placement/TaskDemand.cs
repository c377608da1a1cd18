using Merlin.Broker;

namespace Merlin.Worker.Placement;

/// <summary>What a task needs in order to run, and the way it takes; tasks of one demand are alike to placement.</summary>
/// <param name="Way">The way.</param>
/// <param name="Shape">What it holds.</param>
internal readonly record struct TaskDemand(LaunchWay Way, ResourceShape Shape)
{
    /// <summary>One core on the worker's own node or, where that has none, on another.</summary>
    public static TaskDemand OneCore { get; } = new(LaunchWay.Packed, ResourceShape.OneCore);

    /// <summary>All of its cores.</summary>
    public int Cores => Shape.Procs * Shape.CoresPerProc;

    /// <summary>All of its GPUs.</summary>
    public int Gpus => Shape.Procs * Shape.GpusPerProc;

    /// <summary>Whether Flux places it, or what it starts; otherwise the worker does.</summary>
    public bool IsFluxs => Way is LaunchWay.Job or LaunchWay.Script;

    /// <summary>Whether it is that of a script whose jobs may be like one.</summary>
    public bool IsForJobsLike(ResourceShape job) =>
        Way == LaunchWay.Script
        && job.Nodes <= Math.Max(1, Shape.Nodes)
        && job.Procs * job.CoresPerProc <= Cores
        && job.Procs * job.GpusPerProc <= Gpus;
}
