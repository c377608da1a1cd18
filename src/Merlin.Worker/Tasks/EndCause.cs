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

    /// <summary>
    /// Not told by this worker, but it died of the signal that announces the end of the worker's time: of the warning that its
    /// step asks for, or of the SIGTERM that a batch system sends to a whole job.
    /// </summary>
    TimeOver = 4,

    /// <summary>The node that it ran on, or the worker's whole instance, is lost; the task is to run again elsewhere.</summary>
    PlaceLost = 5,
}
