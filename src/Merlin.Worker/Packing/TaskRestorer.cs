using System.Buffers;
using Merlin.Broker;
using Merlin.Posix;
using Merlin.Worker.Packing.Format;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Packing;

/// <summary>Writes the directories of a node's tasks: what they have left behind, their scripts, and whether they have succeeded.</summary>
internal sealed class TaskRestorer : IDisposable
{
    private const int AnyoneReadsAndWrites = 0x1B6; // 0666
    private static readonly UnixFileMode Executable = (UnixFileMode)(AnyoneReadsAndWrites & ~Umask.Read()) | UnixFileMode.UserExecute;

    private readonly PlanNode _node;
    private readonly string _root;
    private readonly NodeRenderer _renderer;
    private readonly SampleTable? _samples;
    private readonly SampleRow _row = new();
    private readonly ArrayBufferWriter<byte> _text = new();
    private string? _scriptProblem;
    private long _tasks;
    private long _leftOut;

    /// <summary>Makes a restorer.</summary>
    public TaskRestorer(StudyPlan plan, PlanNode node, string root)
    {
        _node = node;
        _root = root;
        _renderer = new NodeRenderer(plan, node);
        try
        {
            _samples = _renderer.NeedsSampleRow ? SampleTables.Open(plan.Samples!) : null;
        }
        catch (SampleFileException problem)
        {
            _scriptProblem = problem.Message;
        }
    }

    /// <summary>What was restored so far.</summary>
    public RestoredTasks Restored => new(_tasks, _leftOut, _scriptProblem);

    /// <summary>Restores a task.</summary>
    /// <param name="attempts">Its records in their order; each is used before the next is asked for.</param>
    public void Restore(IEnumerable<PackedRecord> attempts)
    {
        string? directory = null;
        bool succeeded = false;
        long index = 0;
        foreach (PackedRecord record in attempts)
        {
            bool isFirst = directory is null;
            index = record.Index;
            directory ??= Path.Combine(_root, _renderer.RelativeDirectory(index));
            Directory.CreateDirectory(directory);
            WriteStreams(record, directory, isFirst);
            RecordFiles.Restore(record, directory);
            succeeded |= record.Outcome == TaskOutcome.Succeeded;
            _leftOut += record.Parts.Count(static part => part.Kind == PackedPartKind.LeftOut);
        }

        if (directory is null)
        {
            return; // all of its records are damaged
        }

        WriteScripts(index, directory);
        if (succeeded)
        {
            File.WriteAllBytes(Path.Combine(directory, "MERLIN_FINISHED"), []);
        }

        _tasks++;
    }

    /// <inheritdoc/>
    public void Dispose() => _samples?.Dispose();

    // All attempts append to the same files, but those of the restart script to files of its own.
    private void WriteStreams(PackedRecord record, string directory, bool isFirst)
    {
        foreach (bool error in (bool[])[false, true])
        {
            string path = Path.Combine(directory, record.StreamName(error));
            if (isFirst)
            {
                File.Delete(path);
                File.Delete(Path.Combine(directory, error ? record.Node.RestartErrorName : record.Node.RestartOutputName));
            }

            // A task that a simulation serves has no output of its own, only complaints about it.
            if (_node.Start != TaskStart.Serve || !record.Stream(error).IsEmpty)
            {
                using var stream = new FileStream(path, FileMode.Append, FileAccess.Write);
                stream.Write(record.Stream(error).Span);
            }
        }
    }

    private void WriteScripts(long index, string directory)
    {
        if (_scriptProblem is not null || _node.Start == TaskStart.Serve)
        {
            return;
        }

        try
        {
            _samples?.Read(index, _row);
            WriteScript(index, directory, _renderer.ScriptName, restart: false);
            if (_node.RestartCommand is not null)
            {
                WriteScript(index, directory, _renderer.RestartScriptName, restart: true);
            }
        }
        catch (SampleFileException problem)
        {
            _scriptProblem = problem.Message;
        }
    }

    private void WriteScript(long index, string directory, string name, bool restart)
    {
        _text.ResetWrittenCount();
        _renderer.WriteScript(index, _renderer.NeedsSampleRow ? _row : null, restart, _text);
        string path = Path.Combine(directory, name);
        File.WriteAllBytes(path, _text.WrittenSpan);
        File.SetUnixFileMode(path, Executable);
    }
}
