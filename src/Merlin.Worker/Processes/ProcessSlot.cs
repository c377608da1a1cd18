using Merlin.Posix;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>One place for a running task of the spawner.</summary>
/// <param name="number">Its number.</param>
internal sealed class ProcessSlot(int number) : LiveTask
{
    private IRunningTask? _running;

    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>Takes a task in.</summary>
    /// <param name="run">The task.</param>
    /// <param name="running">What runs it.</param>
    public void Occupy(TaskRun run, IRunningTask running)
    {
        Run = run;
        _running = running;
        ClearTimes();
    }

    /// <summary>Whether its task has ended.</summary>
    public bool HasEnded(out ChildExit exit) => _running!.HasEnded(out exit);

    /// <summary>Lets the task go.</summary>
    /// <param name="killsRest">Whether what is left of its processes must not stay behind.</param>
    public void Vacate(bool killsRest)
    {
        _running!.Release(killsRest);
        _running = null;
        Run = null;
    }

    /// <inheritdoc/>
    public override void Signal(SignalNumber signal) => _running!.Signal(signal);
}
