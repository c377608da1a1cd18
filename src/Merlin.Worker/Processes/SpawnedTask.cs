using Merlin.Posix;
using Merlin.Worker.Guarding;

namespace Merlin.Worker.Processes;

/// <summary>A task that is a child process of this one, in a slot of the spawner.</summary>
/// <param name="groups">Where its group is noted.</param>
/// <param name="slot">The slot.</param>
internal sealed class SpawnedTask(GroupTable groups, int slot) : IRunningTask
{
    private int _pid;

    /// <summary>Takes the next process in.</summary>
    /// <param name="pid">The process, also the id of its group.</param>
    public void Begin(int pid) => _pid = pid;

    /// <inheritdoc/>
    public bool HasEnded(out ChildExit exit) => ChildProcess.HasExited(_pid, out exit);

    /// <inheritdoc/>
    public void Signal(SignalNumber signal) => ChildProcess.SignalGroup(_pid, signal);

    /// <inheritdoc/>
    public void Release(bool killsRest)
    {
        if (killsRest)
        {
            ChildProcess.SignalGroup(_pid, SignalNumber.Kill);
        }

        groups.Clear(slot);
        ChildProcess.Reap(_pid);
    }
}
