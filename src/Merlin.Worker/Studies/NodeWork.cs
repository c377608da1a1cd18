using System.Text;
using Merlin.Posix;
using Merlin.Worker.Files;
using Merlin.Worker.Placement;
using Merlin.Worker.Processes.Shells;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;

namespace Merlin.Worker.Studies;

/// <summary>Everything about a node that its tasks share, made once.</summary>
/// <remarks>Immutable; any number of threads may use it.</remarks>
internal sealed class NodeWork : IDisposable
{
    private const int FirstRetry = 1;
    private readonly SpawnFileActions _actions;
    private readonly SpawnFileActions _restartActions;
    private readonly byte[] _shellWords;
    private readonly byte[] _restartShellWords;

    /// <summary>Parses the node's commands.</summary>
    public NodeWork(StudyWork study, PlanNode node, WorkerOptions options)
    {
        Study = study;
        Plan = node;
        Demand = LaunchRule.DemandOf(node);
        Renderer = new NodeRenderer(study.Plan, node);
        Script = Tail(Renderer.ScriptName);
        RestartScript = Tail(Renderer.RestartScriptName);
        Status = node.StatusFiles ? new StatusTemplate(node, options) : null;
        Condenser = options.StatusNamesWorker ? StatusCondenser.For(study.Plan, node, Renderer) : null;
        Warning = SignalOf(node.Signal?.Name);
        _shellWords = ShellRequest.WordsOf(Renderer.ScriptName, Renderer.OutputName, Renderer.ErrorName);
        _restartShellWords = ShellRequest.WordsOf(Renderer.RestartScriptName, Renderer.RestartOutputName, Renderer.RestartErrorName);
        SampleLabels = [.. (node.Sampled ? study.Plan.Samples?.Labels ?? [] : []).Select(Encoding.UTF8.GetBytes)];
        LongestPath = Renderer.DirectoryLength + Math.Max(RestartScript.Length, Math.Max(TaskFiles.LongestTail, ServedFiles.LongestTail));
        _actions = new SpawnFileActions();
        _restartActions = new SpawnFileActions();
        Redirect(_actions, restart: false);
        Redirect(_restartActions, restart: true);
    }

    /// <summary>The study.</summary>
    public StudyWork Study { get; }

    /// <summary>The node's plan.</summary>
    public PlanNode Plan { get; }

    /// <summary>What each task needs of an instance, where the worker has one.</summary>
    public TaskDemand Demand { get; }

    /// <summary>Makes directories and scripts.</summary>
    public NodeRenderer Renderer { get; }

    /// <summary>The script's path below the task's directory: a slash, the name, and a NUL.</summary>
    public byte[] Script { get; }

    /// <summary>The same for the script that is used after a restart was asked for.</summary>
    public byte[] RestartScript { get; }

    /// <summary>Makes the status file, or null when the node's tasks keep none.</summary>
    public StatusTemplate? Status { get; }

    /// <summary>Puts the status files of all tasks together; null where they stay as they are.</summary>
    public StatusCondenser? Condenser { get; }

    /// <summary>The signal that running tasks get before the worker's end; none when the step asks for none.</summary>
    public SignalNumber Warning { get; }

    /// <summary>Whether there is a script for restarts.</summary>
    public bool HasRestart => Plan.RestartCommand is not null;

    /// <summary>The most bytes that any path of a task has, a NUL included.</summary>
    public int LongestPath { get; }

    /// <summary>What a task's process does to its descriptors when it begins in its directory.</summary>
    public SpawnFileActions Actions(bool restart) => restart ? _restartActions : _actions;

    /// <summary>The labels of the samples' columns, as UTF-8; empty for a node without samples.</summary>
    public IReadOnlyList<byte[]> SampleLabels { get; }

    /// <summary>The names of the script and its output files as a shell server is told them.</summary>
    public ReadOnlySpan<byte> ShellWords(bool restart) => restart ? _restartShellWords : _shellWords;

    /// <summary>How long a task may run, or null for no limit.</summary>
    public TimeSpan? Timeout => Plan.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Whether the step allows another attempt after one.</summary>
    /// <param name="attempt">Zero-based number of the attempt.</param>
    /// <param name="startFailures">How many attempts failed to start; they do not count.</param>
    public bool AllowsAnother(int attempt, int startFailures) =>
        attempt - startFailures + FirstRetry <= Plan.MaxRetries;

    /// <summary>Adds what <see cref="Actions"/> holds, for a process that changes to its directory first.</summary>
    public void Redirect(SpawnFileActions actions, bool restart) => actions
        .Read(0, "/dev/null")
        .Append(1, restart ? Renderer.RestartOutputName : Renderer.OutputName)
        .Append(2, restart ? Renderer.RestartErrorName : Renderer.ErrorName);

    /// <inheritdoc/>
    public void Dispose()
    {
        _actions.Dispose();
        _restartActions.Dispose();
    }

    private static SignalNumber SignalOf(string? name) => name switch
    {
        "HUP" => SignalNumber.Hangup,
        "INT" => SignalNumber.Interrupt,
        "QUIT" => SignalNumber.Quit,
        "USR1" => SignalNumber.User1,
        "USR2" => SignalNumber.User2,
        "ALRM" => SignalNumber.Alarm,
        "TERM" => SignalNumber.Terminate,
        "CONT" => SignalNumber.Continue,
        _ => SignalNumber.None,
    };

    private static byte[] Tail(string name) => Encoding.UTF8.GetBytes($"/{name}\0");
}
