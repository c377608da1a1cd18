namespace Merlin.Worker.Pool;

/// <summary>One thing to do.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">The task or the plan.</param>
internal readonly record struct PoolJob(PoolJobKind Kind, object Subject);
