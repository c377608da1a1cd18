using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Tests.Rendering;

/// <summary>Plans with nothing but what they must have, and with everything that they can have.</summary>
internal static class Plans
{
    public static readonly PlanNode EmptyNode = new()
    {
        Name = "a",
        Step = "a",
        Directory = "a",
        ScriptBase = "a",
        ScriptExtension = ".sh",
        Shell = "/bin/sh",
        Command = "c",
        Queue = "q",
    };

    public static readonly PlanNode FullNode = new()
    {
        Name = "b_P.1",
        Step = "b",
        Directory = "b/P.1",
        ScriptBase = "b_P.1",
        ScriptExtension = ".slurm.sh",
        Shell = "/bin/bash",
        Command = "echo \"Ü\" '$(X)' \\ < > & +\n",
        RestartCommand = "r",
        Sampled = true,
        Count = 100_000_000_000,
        Queue = "other",
        MaxRetries = 2,
        RetryDelaySeconds = 3,
        TimeoutSeconds = 1.5,
        WalltimeSeconds = 3600,
        Resources = new PlanResources(1, 2, 3, 4),
        Launch = TaskLaunch.Job,
        Start = TaskStart.ShellServer,
        UsesLauncher = true,
        Signal = new StepSignal("USR1", 120),
        StatusFiles = true,
        Dependencies = [new PlanDependency(0, PlanDependencyKind.Elementwise)],
        Unpacks = [0],
        CommandParameters = [new("P", "1")],
        RestartParameters = [new("P", "\"x\"")],
        Defect = "d",
    };

    public static readonly StudyPlan Empty = new() { Name = "n", Workspace = "/w", Timestamp = "t", Nodes = [EmptyNode] };

    public static readonly StudyPlan Full = new()
    {
        Name = "full",
        Workspace = "/work/full",
        Timestamp = "20261122-200000",
        Samples = new SampleSource
        {
            File = "/work/s.csv",
            Labels = ["X", "Y"],
            Rows = 10,
            Columns = 3,
            LevelMaxDirs = 25,
            FileSize = 11,
            FileTicks = 12,
            Further = [new FurtherSamples("/work/t.csv", 13, 14, 15)],
        },
        Packing = new SamplePacking(["*.h5", "out/**"], 16),
        DryRun = true,
        Nodes = [EmptyNode, FullNode],
        PathsFile = "/work/paths",
        Variables = [new("A", "b c")],
    };

    /// <summary>The bytes of <see cref="Full"/> in format 1.</summary>
    public const string FullText =
        "{\"Version\":1,\"Plan\":{\"Name\":\"full\",\"Workspace\":\"/work/full\",\"Timestamp\":\"20261122-200000\"," +
        "\"Samples\":{\"File\":\"/work/s.csv\",\"Labels\":[\"X\",\"Y\"],\"Rows\":10,\"Columns\":3,\"LevelMaxDirs\":25,\"FileSize\":11,\"FileTicks\":12," +
        "\"Further\":[{\"File\":\"/work/t.csv\",\"Rows\":13,\"FileSize\":14,\"FileTicks\":15}]},\"Packing\":{\"Keep\":[\"*.h5\",\"out/**\"]," +
        "\"KeepLimit\":16},\"DryRun\":true,\"Nodes\":[{\"Name\":\"a\",\"Step\":\"a\",\"Directory\":\"a\",\"ScriptBase\":\"a\",\"ScriptExtension\":\".sh\"," +
        "\"Shell\":\"/bin/sh\",\"Command\":\"c\",\"Sampled\":false,\"Count\":1,\"Queue\":\"q\",\"MaxRetries\":30,\"Resources\":{\"Nodes\":0,\"Procs\":1," +
        "\"CoresPerProc\":1,\"GpusPerProc\":0},\"Launch\":0,\"Start\":0,\"UsesLauncher\":false,\"StatusFiles\":false,\"Dependencies\":[]," +
        "\"Unpacks\":[]},{\"Name\":\"b_P.1\",\"Step\":\"b\",\"Directory\":\"b/P.1\",\"ScriptBase\":\"b_P.1\",\"ScriptExtension\":\".slurm.sh\"," +
        "\"Shell\":\"/bin/bash\",\"Command\":\"echo \\u0022\\u00DC\\u0022 \\u0027$(X)\\u0027 \\\\ \\u003C \\u003E \\u0026 \\u002B\\n\"," +
        "\"RestartCommand\":\"r\",\"Sampled\":true,\"Count\":100000000000,\"Queue\":\"other\",\"MaxRetries\":2,\"RetryDelaySeconds\":3," +
        "\"TimeoutSeconds\":1.5,\"WalltimeSeconds\":3600,\"Resources\":{\"Nodes\":1,\"Procs\":2,\"CoresPerProc\":3,\"GpusPerProc\":4}," +
        "\"Launch\":3,\"Start\":1,\"UsesLauncher\":true,\"Signal\":{\"Name\":\"USR1\",\"Seconds\":120},\"StatusFiles\":true," +
        "\"Dependencies\":[{\"Node\":0,\"Kind\":1}],\"Unpacks\":[0],\"CommandParameters\":[{\"Key\":\"P\",\"Value\":\"1\"}]," +
        "\"RestartParameters\":[{\"Key\":\"P\",\"Value\":\"\\u0022x\\u0022\"}],\"Defect\":\"d\"}],\"PathsFile\":\"/work/paths\"," +
        "\"Variables\":[{\"Key\":\"A\",\"Value\":\"b c\"}]}}";
}
