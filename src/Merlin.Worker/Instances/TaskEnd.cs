using Merlin.Flux;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>The end of a task's processes, which waits for that of the jobs that its script has launched.</summary>
/// <param name="Run">The task.</param>
/// <param name="Unknown">The jobs of which it was not known then who has launched them, and is not yet.</param>
internal sealed record TaskEnd(TaskRun Run, HashSet<JobId> Unknown)
{
    /// <summary>Whether the task was told to end: no process of its own may go on then, not even for the time that Flux gives.</summary>
    public bool IsForced => Run.Cause != EndCause.None;
}
