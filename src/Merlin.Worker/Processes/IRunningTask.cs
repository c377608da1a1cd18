using Merlin.Posix;

namespace Merlin.Worker.Processes;

/// <summary>Whatever runs a task in a slot of the spawner, from its start until it is released. Belongs to the spawner.</summary>
internal interface IRunningTask
{
    /// <summary>Looks whether the task has ended; asked when the slot's watch saw something.</summary>
    bool HasEnded(out ChildExit exit);

    /// <summary>Sends a signal to all of the task's processes.</summary>
    void Signal(SignalNumber signal);

    /// <summary>Lets go of the task, which has ended.</summary>
    /// <param name="killsRest">Whether what is left of its processes must not stay behind.</param>
    void Release(bool killsRest);
}
