using System.Text;
using System.Text.Json.Nodes;
using Merlin.Broker;
using Merlin.Broker.Storage;
using Merlin.Flux;
using Merlin.Posix;
using Merlin.Worker.Placement;
using Merlin.Worker.Processes;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>What Flux is asked to run for a task. Belongs to the desk.</summary>
/// <param name="options">The worker's options.</param>
internal sealed class TaskCommands(WorkerOptions options) : IDisposable
{
    // Output goes straight to the task's files, appended, as that of the worker's own children does.
    private const string RunScript = "exec \"$0\" </dev/null >>\"$1\" 2>>\"$2\"";

    // A broker that is killed leaves behind what it has started, and so do the shells of its jobs: so a process of the task's
    // own group watches whoever has started it.
    private const string WatchStarter = "while kill -0 $PPID 2>/dev/null; do sleep 2; done";
    private const string GuardAndRunScript =
        "{ while kill -0 $PPID && kill -0 $$; do sleep 2; done; kill -0 $PPID || kill -s KILL -- -$$; } </dev/null >/dev/null 2>&1 & "
        + RunScript;

    // Flux starts a task on each of a job's nodes, or none at all; the script runs on the first of them.
    private const string RunScriptOnce = "[ \"$FLUX_TASK_RANK\" = 0 ] || exit 0; " + GuardAndRunScript;
    private const string BindAndRunScript = "taskset -cp \"$3\" $$ >/dev/null 2>&1; " + GuardAndRunScript;
    private readonly TaskEnvironment _environment = new(options);
    private readonly CoreMap _map = CoreMap.OfHost();

    // By it the jobs of a worker that was killed are known to the next one.
    private readonly string _process = LockHolder.Present(options.Clock).ToText();

    /// <summary>The job that a task becomes: its script runs once, with all of the task's resources.</summary>
    public Jobspec Job(TaskRun run)
    {
        ResourceShape shape = run.Seat!.Demand.Shape;
        return new Jobspec
        {
            Command = ["/bin/sh", "-c", RunScriptOnce, .. Files(run)],
            Resources = new JobResources
            {
                Nodes = shape.Nodes == 0 ? null : shape.Nodes,
                Slots = shape.Nodes == 0 ? shape.Procs : (shape.Procs + shape.Nodes - 1) / shape.Nodes,
                CoresPerSlot = shape.CoresPerProc,
                GpusPerSlot = shape.GpusPerProc,
            },
            Directory = Text(run.DirectoryPath()),
            Environment = _environment.Travelling(run),
            Name = JobLabel.Name(run),
            Shell = new ShellOptions
            {
                PerResource = new PerResource("node"),
                ExitTimeout = Timeout.InfiniteTimeSpan,

                // A job lasts until nobody has its channel for PMI any more, and the watching process would.
                Other = new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { ["pmi"] = "off" },
            },
            UserAttributes = new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [JobOrigin.Attribute] = Description(run) },
        };
    }

    /// <summary>The command that runs a task's script on another node.</summary>
    public RemoteCommand Remote(TaskRun run)
    {
        ProcessorSet? processors = _map.Find(run.Seat!.Cores);
        string[] command = processors is null
            ? ["/bin/sh", "-c", GuardAndRunScript, .. Files(run)]
            : ["/bin/sh", "-c", BindAndRunScript, .. Files(run), string.Join(',', processors.Processors)];
        return new RemoteCommand
        {
            Command = command,
            Directory = Text(run.DirectoryPath()),
            Environment = _environment.Travelling(run),
        };
    }

    /// <summary>A job that holds a block's cores and sleeps.</summary>
    /// <param name="block">The block.</param>
    public Jobspec Placeholder(Block block) => new()
    {
        Command = ["/bin/sh", "-c", WatchStarter],
        Resources = new JobResources { CoresPerSlot = block.CoreCount, GpusPerSlot = block.GpuCount },
        Constraint = options.Instance!.Nodes.Count == 1 ? null : JobConstraint.Ranks(IdSet.Of((uint)block.Rank)),
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/local/bin:/usr/bin:/bin" },
        Name = "merlin-placeholder",
        UserAttributes = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            [JobOrigin.Attribute] = new JsonObject { ["placeholder"] = true, [JobOrigin.ProcessMember] = _process },
        },
    };

    /// <inheritdoc/>
    public void Dispose() => _environment.Dispose();

    private static IEnumerable<string> Files(TaskRun run)
    {
        string directory = Text(run.DirectoryPath());
        return run.UsesRestart
            ? [Text(run.ScriptPath()), Path.Combine(directory, run.Node.Renderer.RestartOutputName), Path.Combine(directory, run.Node.Renderer.RestartErrorName)]
            : [Text(run.ScriptPath()), Path.Combine(directory, run.Node.Renderer.OutputName), Path.Combine(directory, run.Node.Renderer.ErrorName)];
    }

    private JsonObject Description(TaskRun run)
    {
        JsonObject attributes = JobLabel.Attributes(run);
        attributes[JobOrigin.ProcessMember] = _process;
        return attributes;
    }

    private static string Text(ReadOnlySpan<byte> path) => Encoding.UTF8.GetString(path[..^1]);
}
