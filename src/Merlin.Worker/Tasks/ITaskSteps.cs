namespace Merlin.Worker.Tasks;

/// <summary>Where a task goes next; each is called by whoever has it in hand, who then lets go of it.</summary>
internal interface ITaskSteps
{
    /// <summary>The task's directory and script are there.</summary>
    void Prepared(TaskRun run);

    /// <summary>The task was being prepared and is not wanted any more.</summary>
    void GivenUp(TaskRun run);

    /// <summary>Another copy of the task is at work in its directory.</summary>
    void Busy(TaskRun run);

    /// <summary>The task would not end in time, and was not started.</summary>
    void TooLate(TaskRun run);

    /// <summary>The task's process runs; the caller keeps it in hand.</summary>
    void Started(TaskRun run);

    /// <summary>The task's process has run for a while; the caller keeps it in hand.</summary>
    void RunsOn(TaskRun run);

    /// <summary>The task's process has ended, or could not be started.</summary>
    void Exited(TaskRun run);

    /// <summary>The attempt is over and on record in the task's directory.</summary>
    void Ended(TaskRun run);
}
