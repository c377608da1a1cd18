using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Merlin.Worker.Studies;

namespace Merlin.Worker.Packing.Places;

/// <summary>
/// The scratch directories of one place, made as they are needed: as many as there are packed tasks in the worker's hands at a
/// time. Any thread may use it; only giving one back touches no files.
/// </summary>
/// <param name="place">Where they are made.</param>
/// <param name="most">
/// How many there are at a time, those in hand and those that wait for tasks; beyond that the ones that have waited longest go.
/// What is in hand may be more.
/// </param>
internal sealed class ScratchPool(ScratchPlace place, int most)
{
    private readonly Lock _gate = new();
    private readonly List<ScratchDirectory> _idle = [];
    private readonly Queue<ScratchDirectory> _spent = new();
    private int _inHand;
    private long _number;

    /// <summary>Takes a directory for a task; it holds nothing but an old script and empty output files.</summary>
    /// <param name="key">Whose task it is.</param>
    /// <param name="problem">Why there is none, in words; null otherwise.</param>
    public ScratchDirectory? Take(ScratchKey key, out string? problem)
    {
        ScratchDirectory? ready = TryTakeReady(key);
        RemoveSpent();
        if (ready is not null)
        {
            problem = null;
            return ready;
        }

        string number = Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);
        ScratchDirectory? made = place.TryMake(key, number, out problem);
        if (made is null)
        {
            lock (_gate)
            {
                _inHand--;
            }
        }

        return made;
    }

    // What is not ready is made by the caller, and counts already.
    private ScratchDirectory? TryTakeReady(ScratchKey key)
    {
        lock (_gate)
        {
            _inHand++;

            // The one that was given back last has the warmest caches.
            int last = _idle.FindLastIndex(directory => directory.Key == key);
            if (last >= 0)
            {
                ScratchDirectory ready = _idle[last];
                _idle.RemoveAt(last);
                return ready;
            }

            SpendSurplus();
            return null;
        }
    }

    private void SpendSurplus()
    {
        if (_idle.Count > 0 && _idle.Count + _inHand > most)
        {
            _spent.Enqueue(_idle[0]);
            _idle.RemoveAt(0);
        }
    }

    /// <summary>Gives a directory back.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="isClean">Whether it is as it was when it was taken; otherwise it is deleted before long.</param>
    public void GiveBack(ScratchDirectory directory, bool isClean)
    {
        lock (_gate)
        {
            _inHand--;
            if (!isClean)
            {
                _spent.Enqueue(directory);
                return;
            }

            _idle.Add(directory);
            SpendSurplus();
        }
    }

    /// <summary>A study goes: deletes the directories for its tasks.</summary>
    public void Forget(StudyWork study)
    {
        lock (_gate)
        {
            foreach (ScratchDirectory directory in _idle.Where(directory => directory.Key.Node.Study == study))
            {
                _spent.Enqueue(directory);
            }

            _idle.RemoveAll(directory => directory.Key.Node.Study == study);
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
