using System.Text.Json;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;

namespace Merlin.Worker.Files;

/// <summary>
/// When all tasks of a node have ended, replaces the <c>MERLIN_STATUS.json</c> in each of their directories by one in the
/// node's, as readers of distributed studies know it.
/// </summary>
/// <remarks>
/// Any worker may run the node's last task, so each looks after every end of its own. That costs one file: the search goes
/// on where it last found a task that has not ended, and begins at the last task, since tasks are begun in order. What
/// goes wrong leaves the files as they are; together they tell the same. May be used from any thread of the pool.
/// </remarks>
internal sealed class StatusCondenser
{
    /// <summary>Nodes with more tasks keep what they have: the whole is written at once.</summary>
    private const long MostTasks = 10_000;

    private const string FileName = "MERLIN_STATUS.json";
    private readonly NodeRenderer _renderer;
    private readonly string _workspace;
    private readonly string _file;
    private readonly string _name;
    private readonly int _count;
    private readonly Lock _gate = new();
    private int _unended;

    private StatusCondenser(string workspace, PlanNode node, NodeRenderer renderer)
    {
        _workspace = workspace;
        _renderer = renderer;
        _name = node.Name;
        _file = Path.Combine(workspace, node.Directory, FileName);
        _count = (int)node.Count;
        _unended = _count - 1;
    }

    /// <summary>The condenser of a node, or null where there is nothing to put together.</summary>
    public static StatusCondenser? For(StudyPlan plan, PlanNode node, NodeRenderer renderer) =>
        node is { StatusFiles: true, Sampled: true, Count: > 1 and <= MostTasks }
            ? new StatusCondenser(plan.Workspace, node, renderer)
            : null;

    /// <summary>Puts the files together if all tasks have ended; called when the end of a task is on record.</summary>
    public void TaskEnded()
    {
        lock (_gate)
        {
            try
            {
                if (AllHaveEnded())
                {
                    Condense();
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                // Another worker is at it, or the files cannot be read or replaced: they stay.
            }
        }
    }

    private bool AllHaveEnded()
    {
        StatusFileText? earlier = null;
        while (_unended >= 0 && HasEnded(_unended, ref earlier))
        {
            _unended--;
        }

        return _unended < 0;
    }

    // In a study that was restarted, tasks that had finished have their record in the node's file.
    private bool HasEnded(int index, ref StatusFileText? earlier)
    {
        if (Read(PathOf(index)) is { } content)
        {
            return IsOfEnd(content);
        }

        if (earlier is null && Read(_file) is { } together)
        {
            earlier = new StatusFileText(_name);
            earlier.Add(together);
        }

        return earlier?.Has(_renderer.StatusKey(index)) == true;
    }

    private void Condense()
    {
        // The lock is on the new file, so that it goes with the process that holds it.
        using var target = new FileStream(_file + ".new", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        var text = new StatusFileText(_name);
        if (Read(_file) is { } together)
        {
            text.Add(together);
        }

        var merged = new List<string>();
        for (int i = 0; i < _count; i++)
        {
            string path = PathOf(i);
            if (Read(path) is { } content)
            {
                if (!IsOfEnd(content))
                {
                    merged.Clear(); // a restart runs it again
                    break;
                }

                text.Add(content);
                merged.Add(path);
            }
        }

        bool isWhole = merged.Count > 0 && Keys().All(text.Has);
        Replace(target, isWhole ? text : null);
        foreach (string path in isWhole ? merged : [])
        {
            File.Delete(path);
        }

        _unended = _count - 1;
    }

    private void Replace(FileStream target, StatusFileText? text)
    {
        if (text is null)
        {
            File.Delete(target.Name);
            return;
        }

        target.SetLength(0);
        target.Write(text.ToBytes(Keys()));
        target.Flush();
        File.Move(target.Name, _file, overwrite: true);
    }

    private IEnumerable<string> Keys() => Enumerable.Range(0, _count).Select(i => _renderer.StatusKey(i));

    private static bool IsOfEnd(byte[] content) =>
        content.AsSpan().IndexOf("\"status\": \"INITIALIZED\""u8) < 0 && content.AsSpan().IndexOf("\"status\": \"RUNNING\""u8) < 0;

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(int index) => Path.Combine(_workspace, _renderer.RelativeDirectory(index), FileName);
}
