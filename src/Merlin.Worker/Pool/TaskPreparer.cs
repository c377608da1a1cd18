using Merlin.Broker;
using Merlin.Posix;
using Merlin.Worker.Files;
using Merlin.Worker.Processes;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Pool;

/// <summary>Makes a task's directory and scripts, or finds that nothing is left to do.</summary>
internal sealed class TaskPreparer(
    ITaskSteps steps, TaskFinisher finisher, TaskLocks locks, Backlog backlog, ILogger logger)
{
    private const int OwnerExecutes = 0x40; // 0100
    private readonly int _umask = Umask.Read();

    /// <summary>Prepares a task and hands it on.</summary>
    public void Prepare(TaskRun run, Scratch scratch)
    {
        if (!run.TryMove(RunStage.Queued, RunStage.Preparing))
        {
            return; // given back meanwhile
        }

        TaskOutcome outcome = Enter(run, out bool isNew, out bool isBusy);
        if (isBusy)
        {
            PutOff(run);
            return;
        }

        if (outcome == TaskOutcome.None)
        {
            outcome = MakeFiles(run, isNew, scratch);
        }

        if (outcome != TaskOutcome.None)
        {
            EndHere(run, outcome, scratch);
            return;
        }

        // It may wait long for a slot, and be given to another worker meanwhile.
        run.Unlock();
        if (run.TryMove(RunStage.Preparing, RunStage.Prepared))
        {
            steps.Prepared(run);
        }
        else
        {
            steps.GivenUp(run);
        }
    }

    private void PutOff(TaskRun run)
    {
        if (!run.HasWaited)
        {
            run.HasWaited = true;
            WorkerLog.Busy(logger, run.DirectoryText);
        }

        if (run.TryMove(RunStage.Preparing, RunStage.Busy))
        {
            backlog.Gone();
            steps.Busy(run);
        }
        else
        {
            steps.GivenUp(run);
        }
    }

    private void EndHere(TaskRun run, TaskOutcome outcome, Scratch scratch)
    {
        if (!run.TryMove(RunStage.Preparing, RunStage.Begun))
        {
            run.TryMove(RunStage.Unwanted, RunStage.Begun);
        }

        backlog.Gone();
        run.Outcome = outcome;
        finisher.EndWithoutProcess(run, scratch);
    }

    /// <summary>Makes and locks the directory.</summary>
    private TaskOutcome Enter(TaskRun run, out bool isNew, out bool isBusy)
    {
        isBusy = false;
        int error = TaskFiles.MakeDirectory(run, out isNew);
        if (error != 0)
        {
            return Fails(run, $"its directory cannot be made ({Errno.Describe(error)}).");
        }

        error = locks.TryTake(run, out bool isTaken);
        isBusy = !isTaken;
        return error == 0 ? TaskOutcome.None : Fails(run, $"its directory cannot be opened ({Errno.Describe(error)}).");
    }

    /// <summary>What already ends the attempt, or none when its process can be started.</summary>
    private TaskOutcome MakeFiles(TaskRun run, bool isNew, Scratch scratch)
    {
        if (!isNew && TaskFiles.IsFinished(run))
        {
            WorkerLog.Skipped(logger, run.DirectoryText);
            return TaskOutcome.AlreadyFinished;
        }

        if (run.Node.Plan.Defect is { } defect)
        {
            WorkerLog.NotStartable(logger, run.DirectoryText, defect);
            return TaskOutcome.NotStartable;
        }

        try
        {
            return MakeScripts(run, isNew, scratch);
        }
        catch (SampleFileException problem) when (problem.InnerException is null)
        {
            WorkerLog.NotStartable(logger, run.DirectoryText, problem.Message);
            return TaskOutcome.NotStartable;
        }
        catch (SampleFileException problem)
        {
            return Fails(run, problem.Message); // the file system may come back
        }
    }

    private TaskOutcome MakeScripts(TaskRun run, bool isNew, Scratch scratch)
    {
        NodeWork node = run.Node;
        bool isServed = node.Plan.Start == TaskStart.Serve;
        SampleRow? row = null;
        if (node.Renderer.NeedsSampleRow || (isServed && node.Plan.Sampled))
        {
            row = scratch.Row;
            node.Study.Samples().Read(run.Task.Key.Index, row);
        }

        if (isServed)
        {
            run.Serving.Clear();
            scratch.ServeRequest.Write(run, row);
            return node.Study.Plan.DryRun ? TaskOutcome.DryRun : TaskOutcome.None;
        }

        int error = WriteScript(run, row, isNew, restart: false, scratch);
        if (error == 0 && node.HasRestart)
        {
            error = WriteScript(run, row, isNew, restart: true, scratch);
        }

        if (error != 0)
        {
            return Fails(run, $"its script cannot be written ({Errno.Describe(error)}).");
        }

        return node.Study.Plan.DryRun ? TaskOutcome.DryRun : TaskOutcome.None;
    }

    private int WriteScript(TaskRun run, SampleRow? row, bool isNew, bool restart, Scratch scratch)
    {
        NodeWork node = run.Node;
        scratch.Text.ResetWrittenCount();
        node.Renderer.WriteScript(run.Task.Key.Index, row, restart, scratch.Text);
        bool modeIsSure = isNew && (_umask & OwnerExecutes) == 0;
        ReadOnlySpan<byte> path = run.FilePath(restart ? node.RestartScript : node.Script);
        return PosixFiles.WriteExecutable(path, scratch.Text.WrittenSpan, modeIsSure ? null : _umask);
    }

    private TaskOutcome Fails(TaskRun run, string reason)
    {
        WorkerLog.StartFailed(logger, run.DirectoryText, run.Task.Attempt.Attempt, reason);
        return TaskOutcome.StartFailed;
    }
}
