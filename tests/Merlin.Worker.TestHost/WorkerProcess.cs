using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.TestHost;

/// <summary>A worker with a broker of its own, in a process that can be killed.</summary>
internal static class WorkerProcess
{
    /// <summary>
    /// Runs one sampled step in a workspace until all its tasks have ended, holding a lock: WORKSPACE COUNT SLOTS MEANS
    /// COMMAND [START [LAYOUT]], MEANS being pidfd or sigchld, START a <see cref="TaskStart"/>, LAYOUT packed or full.
    /// </summary>
    /// <returns>0 when every task has succeeded.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        string workspace = args[0];
        long count = long.Parse(args[1]);
        TaskStart start = args.Length > 5 ? Enum.Parse<TaskStart>(args[5]) : TaskStart.Process;
        bool isPacked = args.Length > 6 && args[6] == "packed";
        Directory.CreateDirectory(workspace);
        var samples = new FileInfo(Path.Combine(workspace, "samples.csv"));
        await File.WriteAllLinesAsync(samples.FullName, Enumerable.Range(0, (int)count).Select(static row => $"{row}"));
        using SafeFileHandle held = File.OpenHandle(
            Path.Combine(workspace, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var plan = new StudyPlan
        {
            Name = "host",
            Workspace = workspace,
            Timestamp = "20260101-000000",
            Samples = new SampleSource
            {
                File = samples.FullName,
                Labels = ["X"],
                Rows = count,
                Columns = 1,
                LevelMaxDirs = 25,
                FileSize = samples.Length,
                FileTicks = samples.LastWriteTimeUtc.Ticks,
            },
            Packing = isPacked ? new SamplePacking(SamplePacking.KeepAll, SamplePacking.DefaultKeepLimit) : null,
            Nodes =
            [
                new PlanNode
                {
                    Name = "step",
                    Step = "step",
                    Directory = "step",
                    ScriptBase = "step",
                    ScriptExtension = ".sh",
                    Shell = start == TaskStart.ShellServer ? "/bin/bash" : "/bin/sh",
                    Start = start,
                    Command = args[4],
                    Sampled = true,
                    Count = count,
                    Queue = "merlin",
                },
            ],
        };
        var options = new WorkerOptions
        {
            Name = "host",
            Slots = int.Parse(args[2]),
            Lifeline = held,
            UsePidFd = args[3] == "pidfd",
        };
        using var broker = new OneArrayBroker(plan, count);
        await using var worker = new TaskWorker(options, broker.Connect, NullLogger.Instance);
        await worker.RunAsync(CancellationToken.None);
        return broker.Failures == 0 ? 0 : 1;
    }
}
