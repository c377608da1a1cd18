namespace Merlin.Worker.Tasks;

/// <summary>How far a task has come on its way to a process. Moves are made by compare-and-swap, see <see cref="TaskRun"/>.</summary>
internal enum RunStage
{
    /// <summary>Waits for someone to prepare it; nothing of it has been touched.</summary>
    Queued = 0,

    /// <summary>Its directory and script are being made.</summary>
    Preparing = 1,

    /// <summary>Being made, and not to be started.</summary>
    Unwanted = 2,

    /// <summary>Waits for a slot.</summary>
    Prepared = 3,

    /// <summary>Its process was started, or it has ended without one.</summary>
    Begun = 4,

    /// <summary>Was given back.</summary>
    Dropped = 5,

    /// <summary>Another copy of it is at work in its directory; it is tried again after a while.</summary>
    Busy = 6,
}
