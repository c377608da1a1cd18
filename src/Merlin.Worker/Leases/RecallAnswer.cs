using Merlin.Broker;
using Merlin.Broker.Messages;

namespace Merlin.Worker.Leases;

/// <summary>
/// What is given back of one lease, collected by the array in which each index is given back first. It can be sent when
/// every task that was being prepared has answered.
/// </summary>
/// <param name="lease">The lease.</param>
/// <param name="recall">The recall that is answered, or null when the worker gives back on its own.</param>
internal sealed class RecallAnswer(LeaseId lease, long? recall)
{
    private readonly SortedDictionary<int, RangeList> _byArray = [];
    private StudyId _study;
    private int _pending;

    /// <summary>Whether every task has answered.</summary>
    public bool IsComplete => _pending == 0;

    /// <summary>Names the array that an answer without indices speaks of.</summary>
    public void SpeakOf(ArrayId first)
    {
        _study = first.Study;
        _byArray.TryAdd(first.Ordinal, new RangeList());
    }

    /// <summary>Notes an index that is given back.</summary>
    public void GiveBack(ArrayId array, long index)
    {
        if (!_byArray.TryGetValue(array.Ordinal, out RangeList? list))
        {
            list = new RangeList();
            _byArray.Add(array.Ordinal, list);
        }

        list.Add(index);
    }

    /// <summary>Waits for one more task's answer.</summary>
    public void Await() => _pending++;

    /// <summary>One task has answered.</summary>
    public void Answered() => _pending--;

    /// <summary>
    /// The messages, later arrays first: only the last one, which may be empty, answers the recall.
    /// </summary>
    public IEnumerable<LeaseRelease> Messages()
    {
        if (_byArray.Count == 0)
        {
            // A lease of which nothing is in hand any more; still, every recall is answered.
            SpeakOf(default);
        }

        int last = -1;
        foreach ((int ordinal, RangeList list) in _byArray)
        {
            last = last < 0 || !list.IsEmpty ? ordinal : last;
            if (!list.IsEmpty)
            {
                break;
            }
        }

        foreach ((int ordinal, RangeList list) in _byArray.Reverse())
        {
            if (ordinal != last && !list.IsEmpty)
            {
                yield return new LeaseRelease(lease, new ArrayId(_study, ordinal), list.ToRanges(), Recall: null);
            }
        }

        RangeList answer = _byArray[last];
        if (recall is not null || !answer.IsEmpty)
        {
            yield return new LeaseRelease(lease, new ArrayId(_study, last), answer.ToRanges(), recall);
        }
    }
}
