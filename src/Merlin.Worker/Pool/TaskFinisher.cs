using System.Text;
using Merlin.Broker;
using Merlin.Broker.Status;
using Merlin.Posix;
using Merlin.Worker.Files;
using Merlin.Worker.Tasks;
using Merlin.Workflow.Plan;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Pool;

/// <summary>Judges how an attempt ended and puts that on record in its directory, before anybody is told.</summary>
internal sealed class TaskFinisher(ITaskSteps steps, EndNotice notice, ILogger logger)
{
    /// <summary>Finishes an attempt whose process has ended or could not be started.</summary>
    public void Finish(TaskRun run, Scratch scratch)
    {
        // Someone may be writing that the task runs.
        lock (run)
        {
            if (run.Node.Plan.Start == TaskStart.Serve)
            {
                KeepAnswer(run);
            }

            run.Outcome = run.StartError != 0 || run.StartRefusal is not null
                ? TaskOutcome.StartFailed
                : ReturnCodes.Judge(run.Exit, CauseOf(run), AllowsAnother(run));
            Log(run);
            Keep(run, scratch);
            WriteEnd(run, scratch);
        }

        run.Node.Condenser?.TaskEnded();
        run.Unlock();
        steps.Ended(run);
    }

    /// <summary>Finishes an attempt that ended before a process was started.</summary>
    public void EndWithoutProcess(TaskRun run, Scratch scratch)
    {
        if (run.Outcome != TaskOutcome.AlreadyFinished)
        {
            WriteEnd(run, scratch);
            run.Node.Condenser?.TaskEnded();
        }

        run.Unlock();
        steps.Ended(run);
    }

    /// <summary>Lets the status file say that the task runs, unless it says already how it ended.</summary>
    public void ShowRunning(TaskRun run, Scratch scratch)
    {
        lock (run)
        {
            if (!run.StatusIsFinal)
            {
                WriteStatus(run, TaskWords.Running, TaskOutcome.None, scratch);
            }
        }
    }

    private void KeepAnswer(TaskRun run)
    {
        if (run.StartRefusal is not null)
        {
            return;
        }

        if (ServedFiles.WriteResults(run) is { } problem)
        {
            run.Serving.Complaint = problem;
            run.Exit = ReturnCodes.SoftFailure;
        }

        if (run.Serving.Complaint is { } complaint)
        {
            WorkerLog.Complaint(logger, run.DirectoryText, complaint);
            ServedFiles.TellComplaint(run);
        }
    }

    private EndCause CauseOf(TaskRun run)
    {
        if (run.Cause != EndCause.None || !run.Exit.BySignal)
        {
            return run.Cause;
        }

        bool diedOfWarning = run.Warning != SignalNumber.None && run.Exit.Code == (int)run.Warning;
        return diedOfWarning || (run.Exit.Code == (int)SignalNumber.Terminate && notice.IsGivenSoon())
            ? EndCause.TimeOver
            : EndCause.None;
    }

    private static bool AllowsAnother(TaskRun run) =>
        run.Node.AllowsAnother(run.Task.Attempt.Attempt, run.Task.Attempt.StartFailures);

    private void Keep(TaskRun run, Scratch scratch)
    {
        if (run.Node.Layout.Keep(run, scratch) is not { } problem)
        {
            return;
        }

        WorkerLog.NotKept(logger, run.DirectoryText, problem);
        if (run.Node.Packed is not null && run.Outcome == TaskOutcome.Succeeded)
        {
            run.Outcome = TaskOutcome.StartFailed; // nothing of it is left, so it has not been done
        }
    }

    private void WriteEnd(TaskRun run, Scratch scratch)
    {
        run.StatusIsFinal = true;
        switch (run.Outcome)
        {
            case TaskOutcome.None or TaskOutcome.Retry or TaskOutcome.Restart:
                WriteStatus(run, TaskWords.Initialized, run.Outcome, scratch);
                break;
            case TaskOutcome.StartFailed:
                WriteStatus(run, TaskWords.Status(TaskOutcome.NotStartable), TaskOutcome.NotStartable, scratch);
                break;
            default:
                WriteStatus(run, TaskWords.Status(run.Outcome), run.Outcome, scratch);
                break;
        }
    }

    private void WriteStatus(TaskRun run, string status, TaskOutcome outcome, Scratch scratch)
    {
        if (run.Node.Status is not { } template)
        {
            return;
        }

        scratch.Text.ResetWrittenCount();
        template.Write(run, status, outcome, scratch.Text);
        int error = TaskFiles.WriteStatus(run, scratch.Text.WrittenSpan);
        if (error != 0)
        {
            WorkerLog.NoStatus(logger, run.DirectoryText, Errno.Describe(error));
        }
    }

    private void Log(TaskRun run)
    {
        switch (run.Outcome)
        {
            case TaskOutcome.None when run.StartMicros == 0:
                WorkerLog.TakenBack(logger, run.DirectoryText);
                break;
            case TaskOutcome.None:
                WorkerLog.HandedBack(logger, run.DirectoryText);
                break;
            case TaskOutcome.StartFailed:
                WorkerLog.StartFailed(logger, run.DirectoryText, run.Task.Attempt.Attempt, WhyNotStarted(run));
                break;
            case TaskOutcome.SoftFailed when ReturnCodes.IsKnown(run.Exit):
                WorkerLog.SoftFailed(logger, run.DirectoryText);
                break;
            case TaskOutcome.SoftFailed:
                string errors = run.Node.Packed is not null ? "'merlin logs --stderr'" : run.UsesRestart ? run.Node.Renderer.RestartErrorName : run.Node.Renderer.ErrorName;
                WorkerLog.UnknownCode(logger, run.DirectoryText, run.Exit.ShellCode, errors);
                break;
            case TaskOutcome.HardFailed:
                WorkerLog.HardFailed(logger, run.DirectoryText);
                break;
            case TaskOutcome.Raised:
                WorkerLog.Raised(logger, run.DirectoryText);
                break;
            case TaskOutcome.StopWorkers:
                WorkerLog.StopsWorkers(logger, run.DirectoryText);
                break;
            case TaskOutcome.RetriesExhausted:
                WorkerLog.RetriesExhausted(logger, run.DirectoryText, run.Node.Plan.MaxRetries);
                break;
            case TaskOutcome.TimedOut:
                WorkerLog.TimedOut(logger, run.DirectoryText, run.Node.Plan.TimeoutSeconds ?? 0);
                break;
            case TaskOutcome.Retry or TaskOutcome.Restart:
                WorkerLog.TriesAgain(logger, run.DirectoryText, run.Outcome);
                break;
        }
    }

    private static string WhyNotStarted(TaskRun run)
    {
        if (run.StartRefusal is { } refusal)
        {
            return refusal;
        }

        string shell = run.Node.Plan.Shell;
        string interpreter = shell.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? shell;
        int access = PosixFiles.CheckExecutable(Encoding.UTF8.GetBytes(interpreter + '\0'));
        return access == 0
            ? $"its script could not be started there ({Errno.Describe(run.StartError)})."
            : $"the step's shell '{shell}' cannot be used ({Errno.Describe(access)}).";
    }
}
