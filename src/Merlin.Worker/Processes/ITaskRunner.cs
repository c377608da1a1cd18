using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>Starts prepared tasks when there is room for them, and ends those that run; for any thread.</summary>
internal interface ITaskRunner
{
    /// <summary>Starts a prepared task as soon as there is room.</summary>
    void Start(TaskRun run);

    /// <summary>Lets no task begin any more, or lets them begin again. When this returns, the others have begun.</summary>
    void Pause(bool paused);

    /// <summary>Asks for the end of running tasks, or warns them of it.</summary>
    void Order(RunnerCommand command);
}
