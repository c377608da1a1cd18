using Merlin.Broker;
using Merlin.Worker.Files;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>The last look at a task before its process is started.</summary>
/// <param name="locks">The locks on tasks' directories.</param>
/// <param name="steps">Where tasks go that are not started.</param>
/// <param name="vacate">Gives back what a task holds that is not started, before it goes there.</param>
/// <param name="clock">The clock.</param>
internal sealed class Entrance(TaskLocks locks, ITaskSteps steps, Action<TaskRun> vacate, TimeProvider clock)
{
    /// <summary>Lets a task in, or passes it on where it goes instead.</summary>
    /// <returns>Whether it is to be started.</returns>
    public bool TryEnter(TaskRun run)
    {
        if (clock.GetTimestamp() > run.LatestStart)
        {
            vacate(run);
            steps.TooLate(run);
            return false;
        }

        run.StartError = locks.TryTake(run, out bool isTaken);
        if (run.StartError != 0)
        {
            vacate(run);
            steps.Exited(run);
            return false;
        }

        if (!isTaken)
        {
            vacate(run);
            steps.Busy(run);
            return false;
        }

        if (run.Lock is not null && run.Node.Layout.IsFinishedMeanwhile(run))
        {
            // Another copy has come to its end since this one was prepared.
            vacate(run);
            run.Unlock();
            run.Outcome = TaskOutcome.AlreadyFinished;
            steps.Ended(run);
            return false;
        }

        return true;
    }
}
