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
    /// <inheritdoc cref="IRunningTask.Release"/>
    public bool Vacate(bool killsRest, bool isInScratch)
    {
        bool isGone = _running!.Release(killsRest, isInScratch);
        _running = null;
        Run = null;
        return isGone;
    }

    /// <inheritdoc/>
    public override void Signal(SignalNumber signal) => _running!.Signal(signal);
}
