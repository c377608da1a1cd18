using System.Text.Json;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Plan;

/// <summary>Reads what <see cref="StudyPlanWriter"/> has written. Members that it does not know are passed over.</summary>
internal static class StudyPlanReader
{
    /// <summary>Reads a plan.</summary>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="InvalidOperationException">A member is of another kind.</exception>
    /// <exception cref="FormatException">A number is too large.</exception>
    public static StudyPlan Read(JsonElement plan) => new()
    {
        Name = Text(plan, "Name"),
        Workspace = Text(plan, "Workspace"),
        Timestamp = Text(plan, "Timestamp"),
        Samples = Find(plan, "Samples") is { } samples ? ReadSamples(samples) : null,
        Packing = Find(plan, "Packing") is { } packing
            ? new SamplePacking(Texts(packing, "Keep"), packing.GetProperty("KeepLimit").GetInt64())
            : null,
        DryRun = Flag(plan, "DryRun"),
        Nodes = Items(plan.GetProperty("Nodes"), ReadNode),
        PathsFile = Find(plan, "PathsFile")?.GetString(),
        Variables = Find(plan, "Variables") is { } variables ? Items(variables, ReadPair) : [],
    };

    private static SampleSource ReadSamples(JsonElement samples) => new()
    {
        File = Text(samples, "File"),
        Labels = Texts(samples, "Labels"),
        Rows = samples.GetProperty("Rows").GetInt64(),
        Columns = samples.GetProperty("Columns").GetInt32(),
        LevelMaxDirs = samples.GetProperty("LevelMaxDirs").GetInt32(),
        FileSize = samples.GetProperty("FileSize").GetInt64(),
        FileTicks = samples.GetProperty("FileTicks").GetInt64(),
        Further = Find(samples, "Further") is { } further ? Items(further, ReadFurther) : [],
    };

    private static FurtherSamples ReadFurther(JsonElement file) => new(
        Text(file, "File"),
        file.GetProperty("Rows").GetInt64(),
        file.GetProperty("FileSize").GetInt64(),
        file.GetProperty("FileTicks").GetInt64());

    private static PlanNode ReadNode(JsonElement node) => new()
    {
        Name = Text(node, "Name"),
        Step = Text(node, "Step"),
        Directory = Text(node, "Directory"),
        ScriptBase = Text(node, "ScriptBase"),
        ScriptExtension = Text(node, "ScriptExtension"),
        Shell = Text(node, "Shell"),
        Command = Text(node, "Command"),
        RestartCommand = Find(node, "RestartCommand")?.GetString(),
        Sampled = Flag(node, "Sampled"),
        Count = Find(node, "Count")?.GetInt64() ?? PlanNode.DefaultCount,
        Queue = Text(node, "Queue"),
        MaxRetries = Find(node, "MaxRetries")?.GetInt32() ?? PlanNode.DefaultMaxRetries,
        RetryDelaySeconds = Find(node, "RetryDelaySeconds")?.GetInt32(),
        TimeoutSeconds = Find(node, "TimeoutSeconds")?.GetDouble(),
        WalltimeSeconds = Find(node, "WalltimeSeconds")?.GetInt64(),
        Resources = Find(node, "Resources") is { } resources ? ReadResources(resources) : PlanResources.OneCore,
        Launch = (TaskLaunch)(Find(node, "Launch")?.GetInt32() ?? 0),
        Start = (TaskStart)(Find(node, "Start")?.GetInt32() ?? 0),
        UsesLauncher = Flag(node, "UsesLauncher"),
        Signal = Find(node, "Signal") is { } signal
            ? new StepSignal(Text(signal, "Name"), signal.GetProperty("Seconds").GetInt32())
            : null,
        StatusFiles = Flag(node, "StatusFiles"),
        Dependencies = Find(node, "Dependencies") is { } dependencies ? Items(dependencies, ReadDependency) : [],
        Unpacks = Find(node, "Unpacks") is { } unpacks ? Items(unpacks, static place => place.GetInt32()) : [],
        CommandParameters = Find(node, "CommandParameters") is { } parameters ? Items(parameters, ReadPair) : null,
        RestartParameters = Find(node, "RestartParameters") is { } restart ? Items(restart, ReadPair) : null,
        Defect = Find(node, "Defect")?.GetString(),
    };

    private static PlanResources ReadResources(JsonElement resources) => new(
        resources.GetProperty("Nodes").GetInt32(),
        resources.GetProperty("Procs").GetInt32(),
        resources.GetProperty("CoresPerProc").GetInt32(),
        resources.GetProperty("GpusPerProc").GetInt32());

    private static PlanDependency ReadDependency(JsonElement dependency) => new(
        dependency.GetProperty("Node").GetInt32(), (PlanDependencyKind)dependency.GetProperty("Kind").GetInt32());

    private static KeyValuePair<string, string> ReadPair(JsonElement pair) => new(Text(pair, "Key"), Text(pair, "Value"));

    private static string[] Texts(JsonElement parent, string name) =>
        Items(parent.GetProperty(name), static item => item.GetString() ?? throw new InvalidOperationException("A text is null."));

    private static string Text(JsonElement parent, string name) =>
        parent.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{name} is null.");

    private static bool Flag(JsonElement parent, string name) => Find(parent, name)?.GetBoolean() ?? false;

    private static JsonElement? Find(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static T[] Items<T>(JsonElement array, Func<JsonElement, T> read)
    {
        var items = new T[array.GetArrayLength()];
        int next = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            items[next++] = read(item);
        }

        return items;
    }
}
