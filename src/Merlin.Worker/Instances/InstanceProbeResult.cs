namespace Merlin.Worker.Instances;

/// <summary>What an instance has said of itself.</summary>
/// <param name="Instance">What it owns.</param>
/// <param name="TimeLeft">How long it may still live; null for without limit.</param>
public sealed record InstanceProbeResult(WorkerInstance Instance, TimeSpan? TimeLeft);
