using System.Buffers;
using System.Text;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Rendering;

/// <summary>
/// Makes what belongs to one task of a node: its directory, its file names and its scripts. The node's commands are
/// parsed once, when the renderer is made.
/// </summary>
/// <remarks>Immutable; any number of threads may use one renderer at once. Writing a script allocates nothing.</remarks>
public sealed class NodeRenderer
{
    private readonly PlanNode _node;
    private readonly SampleLayout? _layout;
    private readonly byte[] _workspace;
    private readonly ScriptTemplate _command;
    private readonly ScriptTemplate _restart;

    /// <summary>Parses a node's commands.</summary>
    /// <exception cref="ArgumentException">The node is sampled and the plan has no samples.</exception>
    public NodeRenderer(StudyPlan plan, PlanNode node)
    {
        if (node.Sampled && plan.Samples is null)
        {
            throw new ArgumentException($"Node '{node.Name}' is sampled, and its plan has no samples.", nameof(node));
        }

        _node = node;
        _layout = node.Sampled ? plan.Samples!.ToLayout() : null;
        _workspace = Encoding.UTF8.GetBytes($"{plan.Workspace}/{node.Directory}");
        _command = Template(plan, node, node.Command);
        _restart = node.RestartCommand is null ? _command : Template(plan, node, node.RestartCommand);
        NeedsSampleRow = _command.NeedsSampleRow || _restart.NeedsSampleRow;
        ScriptName = node.ScriptBase + node.ScriptExtension;
        RestartScriptName = $"{node.ScriptBase}.restart{node.ScriptExtension}";
        OutputName = OutputBase(ScriptName) + ".out";
        ErrorName = OutputBase(ScriptName) + ".err";
        RestartOutputName = OutputBase(RestartScriptName) + ".out";
        RestartErrorName = OutputBase(RestartScriptName) + ".err";
    }

    /// <summary>Whether some column of the samples occurs in a command, so that a task's row has to be read.</summary>
    public bool NeedsSampleRow { get; }

    /// <summary>File name of the script.</summary>
    public string ScriptName { get; }

    /// <summary>File name of the script that is used after a restart was asked for.</summary>
    public string RestartScriptName { get; }

    /// <summary>File name of the script's standard output.</summary>
    public string OutputName { get; }

    /// <summary>File name of the script's standard error.</summary>
    public string ErrorName { get; }

    /// <summary>File name of the restart script's standard output.</summary>
    public string RestartOutputName { get; }

    /// <summary>File name of the restart script's standard error.</summary>
    public string RestartErrorName { get; }

    /// <summary>Length in bytes of the longest absolute directory of a task of the node.</summary>
    public int DirectoryLength => _workspace.Length + (SamplePathLength == 0 ? 0 : SamplePathLength + 1);

    /// <summary>
    /// Length in bytes of the node's own workspace, the part of a task's directory that the node's tasks share.
    /// </summary>
    public int NodeDirectoryLength => _workspace.Length;

    private int SamplePathLength => _layout?.PathLength ?? 0;

    /// <summary>Writes a task's absolute directory as UTF-8, without a slash at the end.</summary>
    /// <param name="index">The task.</param>
    /// <param name="target">Receives up to <see cref="DirectoryLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteDirectory(long index, Span<byte> target)
    {
        _workspace.CopyTo(target);
        if (SamplePathLength == 0)
        {
            return _workspace.Length;
        }

        target[_workspace.Length] = (byte)'/';
        return _workspace.Length + 1 + _layout!.WritePath(index, target[(_workspace.Length + 1)..]);
    }

    /// <summary>A task's absolute directory.</summary>
    public string Directory(long index)
    {
        byte[] path = new byte[DirectoryLength];
        int length = WriteDirectory(index, path);
        return Encoding.UTF8.GetString(path.AsSpan(0, length));
    }

    /// <summary>A task's directory relative to the study's workspace, without a slash at either end.</summary>
    public string RelativeDirectory(long index) =>
        SamplePathLength == 0 ? _node.Directory : $"{_node.Directory}/{_layout!.Path(index)}";

    /// <summary>
    /// The key of a task in <c>MERLIN_STATUS.json</c>: its relative directory, which existing readers expect with a
    /// slash at the end where a sampled node has exactly one sample.
    /// </summary>
    public string StatusKey(long index) =>
        _layout is { Levels: 0 } ? _node.Directory + "/" : RelativeDirectory(index);

    /// <summary>Writes a task's whole script as UTF-8.</summary>
    /// <param name="index">The task.</param>
    /// <param name="row">
    /// The task's sample; may be null when <see cref="NeedsSampleRow"/> is false. A token whose column the row does not
    /// have stays in the script as it is.
    /// </param>
    /// <param name="restart">Whether to write the restart script; the ordinary one where the step has none.</param>
    /// <param name="target">Receives the script.</param>
    public void WriteScript(long index, SampleRow? row, bool restart, IBufferWriter<byte> target) =>
        WriteScript(index, row, restart, directory: default, target);

    /// <summary>Writes a task's whole script as UTF-8, for a task of a packed node that runs elsewhere than in its directory.</summary>
    /// <param name="index">The task.</param>
    /// <param name="row">The task's sample, as for the other overload.</param>
    /// <param name="restart">Whether to write the restart script.</param>
    /// <param name="directory">Where the task runs, without a slash at the end; it stands wherever the script names its own directory.</param>
    /// <param name="target">Receives the script.</param>
    public void WriteScript(
        long index, SampleRow? row, bool restart, ReadOnlySpan<byte> directory, IBufferWriter<byte> target) =>
        (restart ? _restart : _command).Write(index, row, directory, target);

    private static ScriptTemplate Template(StudyPlan plan, PlanNode node, string body) =>
        new($"#!{node.Shell}\n\n{body}\n", plan.Samples, node.Sampled, plan.IsPacked(node) ? $"{plan.Workspace}/{node.Directory}/" : null);

    private static string OutputBase(string scriptName) =>
        scriptName.EndsWith(".sh", StringComparison.Ordinal) ? scriptName[..^".sh".Length] : scriptName;
}
