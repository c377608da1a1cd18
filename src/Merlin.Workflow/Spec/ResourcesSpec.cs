namespace Merlin.Workflow.Spec;

/// <summary>The <c>merlin.resources</c> block.</summary>
/// <param name="TaskServer"><c>celery</c> or <c>merlin</c>; both mean this system's own broker.</param>
/// <param name="Overlap">Whether a worker may serve queues that another serves already.</param>
/// <param name="Workers">The workers, completed so that every step is served.</param>
public sealed record ResourcesSpec(string TaskServer, bool Overlap, IReadOnlyList<WorkerSpec> Workers);
