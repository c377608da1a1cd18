using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Cli.Tests.Support;

/// <summary>Plans for tests.</summary>
internal static class Plans
{
    public const string Workspace = "/data/demo_20260131-120000";

    public static StudyPlan Of(int samples, params PlanNode[] nodes) => new()
    {
        Name = "demo",
        Workspace = Workspace,
        Timestamp = "20260131-120000",
        Samples = samples == 0 ? null : new SampleSource
        {
            File = "/data/samples.npy",
            Labels = ["X"],
            Rows = samples,
            Columns = 1,
            LevelMaxDirs = 25,
            FileSize = 0,
            FileTicks = 0,
        },
        Nodes = nodes,
    };

    public static PlanNode Node(string name, string step, string directory, long count = 1, bool sampled = false) => new()
    {
        Name = name,
        Step = step,
        Directory = directory,
        ScriptBase = name,
        ScriptExtension = ".sh",
        Shell = "/bin/bash",
        Command = "true",
        Sampled = sampled,
        Count = count,
        Queue = $"{step}_queue",
    };

    /// <summary>Three steps: <c>both</c> with two parameter values and three samples, <c>sum</c> and <c>late</c> with one task.</summary>
    public static StudyPlan Demo() => Of(
        3,
        Node("both_GREET.hello", "both", "both/GREET.hello", 3, sampled: true) with
        {
            CommandParameters = [new("GREET", "\"hello\""), new("N", "2")],
        },
        Node("both_GREET.hola", "both", "both/GREET.hola", 3, sampled: true) with
        {
            CommandParameters = [new("GREET", "\"hola\""), new("N", "2")],
        },
        Node("sum", "sum", "sum"),
        Node("late", "late", "late"));
}
