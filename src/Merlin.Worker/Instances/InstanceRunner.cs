using Merlin.Worker.Placement;
using Merlin.Worker.Processes;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>Starts tasks in the worker's instance, whichever way they take.</summary>
/// <param name="spawner">Starts those that are the worker's children; prepared tasks come in by it.</param>
/// <param name="placed">The prepared tasks.</param>
/// <param name="desk">Starts all others.</param>
internal sealed class InstanceRunner(ProcessRunner spawner, PlacedTasks placed, FluxDesk desk) : ITaskRunner
{
    /// <inheritdoc/>
    public void Start(TaskRun run) => spawner.Start(run);

    /// <inheritdoc/>
    public void Pause(bool paused)
    {
        placed.Pause(paused);
        spawner.Pause(paused);
    }

    /// <inheritdoc/>
    public void Order(RunnerCommand command)
    {
        spawner.Order(command);
        desk.Order(command);
    }
}
