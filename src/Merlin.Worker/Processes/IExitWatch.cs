namespace Merlin.Worker.Processes;

/// <summary>Waits for the end of any of the worker's processes. All but <see cref="Wake"/> belong to the spawner.</summary>
internal interface IExitWatch : IDisposable
{
    /// <summary>Begins to watch a process.</summary>
    void Watch(int slot, int pid);

    /// <summary>The process in a slot was reaped.</summary>
    void Forget(int slot);

    /// <summary>Waits until a process may have ended, someone calls <see cref="Wake"/>, or the time is over.</summary>
    /// <param name="timeoutMilliseconds">How long at most; -1 for ever.</param>
    void Wait(int timeoutMilliseconds);

    /// <summary>Whether it is worth looking if the process has ended.</summary>
    bool MayHaveExited(int slot);

    /// <summary>Ends a wait; for any thread.</summary>
    void Wake();
}
