using Merlin.Posix;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>One place for a running process of the spawner.</summary>
/// <param name="number">Its number.</param>
internal sealed class ProcessSlot(int number) : LiveTask
{
    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>Its process, also the id of its group.</summary>
    public int Pid { get; private set; }

    /// <summary>Takes a task in.</summary>
    public void Occupy(TaskRun run, int pid)
    {
        Run = run;
        Pid = pid;
        ClearTimes();
    }

    /// <summary>Lets the task go.</summary>
    public void Vacate() => Run = null;

    /// <inheritdoc/>
    public override void Signal(SignalNumber signal) => ChildProcess.SignalGroup(Pid, signal);
}
