using Merlin.Broker;
using Merlin.Posix;
using Merlin.Worker.Files;
using Merlin.Worker.Packing;
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
    /// <summary>Prepares a task and hands it on.</summary>
    public void Prepare(TaskRun run, Scratch scratch)
    {
        if (!run.TryMove(RunStage.Queued, RunStage.Preparing))
        {
            return; // given back meanwhile
        }

        TaskOutcome outcome = Enter(run, out bool isBusy);
        if (isBusy)
        {
            PutOff(run);
            return;
        }

        if (outcome == TaskOutcome.None)
        {
            outcome = MakeFiles(run, scratch);
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

    /// <summary>Comes to the task and locks it.</summary>
    private TaskOutcome Enter(TaskRun run, out bool isBusy)
    {
        isBusy = false;
        if (run.Node.Layout.Enter(run) is { } problem)
        {
            return Fails(run, problem);
        }

        int error = locks.TryTake(run, out bool isTaken);
        isBusy = !isTaken;
        return error == 0 ? TaskOutcome.None : Fails(run, $"its directory cannot be opened ({Errno.Describe(error)}).");
    }

    /// <summary>What already ends the attempt, or none when its process can be started.</summary>
    private TaskOutcome MakeFiles(TaskRun run, Scratch scratch)
    {
        try
        {
            if (run.Node.Layout.IsFinished(run))
            {
                WorkerLog.Skipped(logger, run.DirectoryText);
                return TaskOutcome.AlreadyFinished;
            }

            if (run.Node.Plan.Defect is { } defect)
            {
                WorkerLog.NotStartable(logger, run.DirectoryText, defect);
                return TaskOutcome.NotStartable;
            }

            string? problem = StepRestoring.Restore(run.Node.Study.Plan, run.Node.Plan, () => run.Stage != RunStage.Unwanted)
                ?? run.Node.Layout.MakeRoom(run);
            return problem is null ? MakeScripts(run, scratch) : Fails(run, problem);
        }
        catch (SampleFileException problem) when (problem.InnerException is null)
        {
            WorkerLog.NotStartable(logger, run.DirectoryText, problem.Message);
            return TaskOutcome.NotStartable;
        }
        catch (Exception problem) when (problem is SampleFileException or IOException)
        {
            return Fails(run, problem.Message); // the file system may come back
        }
    }

    private TaskOutcome MakeScripts(TaskRun run, Scratch scratch)
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

        int error = WriteScript(run, row, restart: false, scratch);
        error = error != 0 ? error : WriteScript(run, row, restart: true, scratch);
        if (error != 0)
        {
            return Fails(run, $"its script cannot be written ({Errno.Describe(error)}).");
        }

        return node.Study.Plan.DryRun ? TaskOutcome.DryRun : TaskOutcome.None;
    }

    private static int WriteScript(TaskRun run, SampleRow? row, bool restart, Scratch scratch)
    {
        NodeWork node = run.Node;
        if (!node.Layout.HasScript(run, restart))
        {
            return 0;
        }

        scratch.Text.ResetWrittenCount();
        ReadOnlySpan<byte> directory = run.Scratch is { } own ? own.Path : default;
        node.Renderer.WriteScript(run.Task.Key.Index, row, restart, directory, scratch.Text);
        return node.Layout.WriteScript(run, restart, scratch.Text.WrittenSpan);
    }

    private TaskOutcome Fails(TaskRun run, string reason)
    {
        WorkerLog.StartFailed(logger, run.DirectoryText, run.Task.Attempt.Attempt, reason);
        return TaskOutcome.StartFailed;
    }
}
