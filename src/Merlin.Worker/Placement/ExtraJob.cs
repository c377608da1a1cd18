namespace Merlin.Worker.Placement;

/// <summary>A Flux job in the worker's instance for which no task's seat has room.</summary>
/// <param name="Demand">What it holds.</param>
/// <param name="Launcher">What the task holds whose script has launched it; null for none.</param>
/// <param name="HasWaited">Whether Flux had no room for it for a while.</param>
internal sealed record ExtraJob(TaskDemand Demand, Seat? Launcher, bool HasWaited);
