using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>A way to start tasks. Belongs to the spawner.</summary>
internal interface ITaskStarter : IDisposable
{
    /// <summary>Makes the calling thread the one that starts tasks.</summary>
    /// <exception cref="WorkerException">The system has no way to start any.</exception>
    void TakeThread();

    /// <summary>Starts a task in a free slot and has its end watched.</summary>
    /// <returns>What runs it; null when it could not be started, and the run says why.</returns>
    IRunningTask? Start(TaskRun run, int slot);

    /// <summary>Ends what has been kept for further tasks and was not needed for a while.</summary>
    /// <param name="now">The time, in the clock's own unit.</param>
    /// <returns>When there will be more of that to do; <see cref="LiveTask.Never"/> for never.</returns>
    long EndIdle(long now);
}
