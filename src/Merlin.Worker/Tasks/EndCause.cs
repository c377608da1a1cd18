namespace Merlin.Worker.Tasks;

/// <summary>Why a task's processes were told to end.</summary>
internal enum EndCause
{
    /// <summary>They were not.</summary>
    None = 0,

    /// <summary>The step's timeout passed.</summary>
    Timeout = 1,

    /// <summary>The broker takes the task's study out.</summary>
    Cancelled = 2,

    /// <summary>The worker leaves; the task is to run again elsewhere.</summary>
    WorkerStops = 3,
}
