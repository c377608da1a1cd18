using Merlin.Broker;
using Merlin.Worker.Packing.Format;

namespace Merlin.Worker.Packing;

/// <summary>
/// What the packs of a step tell a worker: which tasks have succeeded, and what the others left behind. The packs of all
/// workers are read when the worker meets the step, and again where it matters what others have added. Any thread may use it.
/// </summary>
/// <param name="directory">Where the packs are.</param>
internal sealed class StepRecords(string directory) : IDisposable
{
    private static readonly NodeRecords Nothing = new();
    private readonly Lock _gate = new();
    private readonly PackFolder _folder = new(directory);
    private readonly Dictionary<string, NodeRecords> _nodes = new(StringComparer.Ordinal);
    private bool _wasRead;

    /// <summary>Whether a task has succeeded.</summary>
    /// <param name="node">The directory of its node, relative to the study's workspace.</param>
    /// <param name="index">The task.</param>
    /// <param name="again">Whether to look for what others have added.</param>
    /// <exception cref="IOException">The packs cannot be read.</exception>
    /// <exception cref="InvalidDataException">One is no pack, or one of another version of Merlin.</exception>
    public bool HasSucceeded(string node, long index, bool again)
    {
        lock (_gate)
        {
            return Records(node, again).Succeeded.Contains(index);
        }
    }

    /// <summary>Uses what the latest attempt at a task has left behind, if it has not succeeded.</summary>
    /// <param name="node">The directory of its node, relative to the study's workspace.</param>
    /// <param name="index">The task.</param>
    /// <param name="again">Whether to look for what others have added.</param>
    /// <param name="use">Uses it.</param>
    /// <exception cref="IOException">The packs cannot be read.</exception>
    /// <exception cref="InvalidDataException">One is no pack, or one of another version of Merlin.</exception>
    public void UseUnfinished(string node, long index, bool again, Action<PackedRecord> use)
    {
        lock (_gate)
        {
            if (Records(node, again).Unfinished.TryGetValue(index, out LocatedEntry entry) && entry.Read() is { } record)
            {
                use(record);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _folder.Dispose();
        }
    }

    private NodeRecords Records(string node, bool again)
    {
        if (again || !_wasRead)
        {
            foreach (LocatedEntry entry in _folder.ReadNew())
            {
                Take(entry);
            }

            _wasRead = true;
        }

        return _nodes.GetValueOrDefault(node, Nothing);
    }

    private void Take(in LocatedEntry found)
    {
        if (found.Node is not { } node)
        {
            return; // the frame with its name is damaged
        }

        if (!_nodes.TryGetValue(node.Directory, out NodeRecords? records))
        {
            _nodes.Add(node.Directory, records = new NodeRecords());
        }

        PackEntry entry = found.Entry;
        if (entry.Outcome == TaskOutcome.Succeeded)
        {
            records.Succeeded.Add(entry.Index);
            records.Unfinished.Remove(entry.Index);
        }
        else if (!records.Succeeded.Contains(entry.Index)
            && !(records.Unfinished.TryGetValue(entry.Index, out LocatedEntry other) && other.Entry.Attempt > entry.Attempt))
        {
            records.Unfinished[entry.Index] = found;
        }
    }
}
