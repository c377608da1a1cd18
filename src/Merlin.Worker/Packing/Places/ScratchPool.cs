using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Merlin.Worker.Studies;

namespace Merlin.Worker.Packing.Places;

/// <summary>
/// The scratch directories of one place, made as they are needed: as many as there are packed tasks in the worker's hands at a
/// time. Any thread may use it; only giving one back touches no files.
/// </summary>
/// <param name="place">Where they are made.</param>
internal sealed class ScratchPool(ScratchPlace place)
{
    // Directories that wait for tasks of other nodes; beyond this many the ones that have waited longest go.
    private const int MostIdle = 256;
    private readonly Lock _gate = new();
    private readonly Dictionary<ScratchKey, Stack<ScratchDirectory>> _idle = [];
    private readonly Queue<ScratchDirectory> _spent = new();
    private int _idleCount;
    private long _number;

    /// <summary>Takes a directory for a task; it holds nothing but an old script and empty output files.</summary>
    /// <param name="key">Whose task it is.</param>
    /// <param name="problem">Why there is none, in words; null otherwise.</param>
    public ScratchDirectory? Take(ScratchKey key, out string? problem)
    {
        RemoveSpent();
        lock (_gate)
        {
            if (_idle.TryGetValue(key, out Stack<ScratchDirectory>? idle) && idle.TryPop(out ScratchDirectory? ready))
            {
                _idleCount--;
                problem = null;
                return ready;
            }
        }

        string number = Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);
        return place.TryMake(key, number, out problem);
    }

    /// <summary>Gives a directory back.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="isClean">Whether it is as it was when it was taken; otherwise it is deleted before long.</param>
    public void GiveBack(ScratchDirectory directory, bool isClean)
    {
        lock (_gate)
        {
            if (!isClean || _idleCount >= MostIdle)
            {
                _spent.Enqueue(directory);
                return;
            }

            if (!_idle.TryGetValue(directory.Key, out Stack<ScratchDirectory>? idle))
            {
                _idle.Add(directory.Key, idle = new Stack<ScratchDirectory>());
            }

            idle.Push(directory);
            _idleCount++;
        }
    }

    /// <summary>A study goes: deletes the directories for its tasks.</summary>
    public void Forget(StudyWork study)
    {
        lock (_gate)
        {
            foreach (ScratchKey key in _idle.Keys.Where(key => key.Node.Study == study).ToArray())
            {
                foreach (ScratchDirectory directory in _idle[key])
                {
                    _spent.Enqueue(directory);
                    _idleCount--;
                }

                _idle.Remove(key);
            }
        }
    }

    /// <summary>Deletes what was given back to be deleted.</summary>
    public void RemoveSpent()
    {
#pragma warning disable CA2000 // To remove it is to dispose of it.
        while (TryTakeSpent(out ScratchDirectory? spent))
        {
            spent.Remove();
        }
#pragma warning restore CA2000
    }

    private bool TryTakeSpent([NotNullWhen(true)] out ScratchDirectory? spent)
    {
        lock (_gate)
        {
            return _spent.TryDequeue(out spent);
        }
    }
}
