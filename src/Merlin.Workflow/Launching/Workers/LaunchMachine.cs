namespace Merlin.Workflow.Launching.Workers;

/// <summary>What the launch of workers depends on and no spec says.</summary>
/// <param name="Scheduler">What starts programs on nodes here.</param>
/// <param name="FluxVersion">The version of Flux, or null where there is none.</param>
/// <param name="Nodes">How many nodes the allocation has that the command runs in; 1 outside of any.</param>
public sealed record LaunchMachine(BatchScheduler Scheduler, Version? FluxVersion, int Nodes);
