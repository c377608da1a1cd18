using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Processes;

/// <summary>Waits for the end of any of the worker's tasks. All but <see cref="Wake"/> belong to the spawner.</summary>
internal interface IExitWatch : IDisposable
{
    /// <summary>Begins to watch a process.</summary>
    void Watch(int slot, int pid);

    /// <summary>Begins to watch what tells of a task's end by becoming readable.</summary>
    /// <param name="slot">The task's slot.</param>
    /// <param name="descriptor">Stays the caller's, and open until <see cref="Forget"/>.</param>
    void Watch(int slot, SafeHandle descriptor);

    /// <summary>Begins to watch what tells of a task's end by becoming readable, and a process that may end before it does.</summary>
    /// <param name="slot">The task's slot.</param>
    /// <param name="descriptor">Stays the caller's, and open until <see cref="Forget"/>.</param>
    /// <param name="process">What <see cref="Follow"/> gave for the process; the same holds for it.</param>
    void Watch(int slot, SafeHandle descriptor, SafeHandle? process);

    /// <summary>What becomes readable when a child ends, the caller's to close; null where the kernel has no such thing.</summary>
    SafeFileHandle? Follow(int pid);

    /// <summary>Nothing runs in a slot any more.</summary>
    void Forget(int slot);

    /// <summary>Waits until a task may have ended, someone calls <see cref="Wake"/>, or the time is over.</summary>
    /// <param name="timeoutMilliseconds">How long at most; -1 for ever.</param>
    void Wait(int timeoutMilliseconds);

    /// <summary>Whether it is worth looking if the task has ended.</summary>
    bool MayHaveExited(int slot);

    /// <summary>Ends a wait; for any thread.</summary>
    void Wake();
}
