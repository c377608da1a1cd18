namespace Merlin.Broker.Storage;

/// <summary>
/// What earlier runs of a workspace recorded. In a restarted study the files decide which tasks are done; where they
/// say so of a task that an earlier run recorded as succeeded, that record moves into the new run.
/// </summary>
/// <remarks>
/// To begin a run costs nothing per task: the earlier study is only marked as superseded. Its records are dropped, a few
/// blocks at a time, when the new run has ended. A record is in one run at a time, so restarting again and again does
/// not multiply them.
/// </remarks>
internal sealed class EarlierRuns(StoreTables tables)
{
    private const int BlocksPerStep = 64;

    /// <summary>Whether records wait to be dropped.</summary>
    public bool HasDroppable => tables.Studies.Latest is { IsSuperseded: false, Closed: not null }
        && tables.Studies.All.Any(study => study.IsSuperseded);

    /// <summary>Finds the arrays of earlier runs for those of a study: by name and number of tasks.</summary>
    public void Link(StoredStudy study)
    {
        List<StoredArray> candidates =
        [
            .. tables.Studies.All.Where(earlier => earlier.IsSuperseded).Reverse().SelectMany(earlier => earlier.Arrays),
        ];
        foreach (StoredArray array in study.Arrays)
        {
            array.Earlier =
            [
                .. candidates.Where(candidate =>
                    candidate.Spec.Name == array.Spec.Name && candidate.Spec.Count == array.Spec.Count),
            ];
        }
    }

    /// <summary>Takes the records of succeeded tasks out of earlier runs.</summary>
    /// <param name="array">The array of the present run.</param>
    /// <param name="ranges">The tasks, ascending.</param>
    /// <returns>The records, and the ranges without a record.</returns>
    public (List<StoredTask> Tasks, IReadOnlyList<IndexRange> Unrecorded) Take(
        StoredArray array, IReadOnlyList<IndexRange> ranges)
    {
        var taken = new List<StoredTask>();
        IReadOnlyList<IndexRange> rest = ranges;
        foreach (StoredArray earlier in array.Earlier)
        {
            int before = taken.Count;
            foreach (long block in RecordedBlocks(earlier, rest))
            {
                TakeFrom(earlier, block, rest, taken);
            }

            rest = RangeArithmetic.Subtract(
                rest, [.. taken[before..].Select(task => IndexRange.Of(task.Index))]);
        }

        return (taken, rest);
    }

    /// <summary>Drops some of the records that no run can need any more.</summary>
    public void DropSome()
    {
        StoredStudy study = tables.Studies.All.First(study => study.IsSuperseded);
        foreach (StoredArray array in study.Arrays)
        {
            if (tables.Tasks.Drop(array, BlocksPerStep))
            {
                return;
            }
        }

        foreach (StoredArray array in study.Arrays)
        {
            tables.Ranges.Clear(array);
            tables.Attempts.Clear(array);
            tables.Arrays.Remove(array);
        }

        tables.Studies.Remove(study);
    }

    private void TakeFrom(StoredArray earlier, long block, IReadOnlyList<IndexRange> ranges, List<StoredTask> taken)
    {
        var kept = new List<StoredTask>();
        int before = taken.Count;
        int range = 0;
        foreach (StoredTask task in tables.Tasks.Read(earlier, block))
        {
            while (range < ranges.Count && ranges[range].End <= task.Index)
            {
                range++;
            }

            bool wanted = range < ranges.Count && ranges[range].Contains(task.Index);
            (wanted && task.Record.Outcome == TaskOutcome.Succeeded ? taken : kept).Add(task);
        }

        if (taken.Count > before)
        {
            tables.Tasks.Replace(earlier, block, kept);
        }
    }

    // The blocks that hold records and touch the ranges, each once.
    private IEnumerable<long> RecordedBlocks(StoredArray array, IReadOnlyList<IndexRange> ranges)
    {
        long? recorded = -1;
        foreach (IndexRange range in ranges)
        {
            long block = Math.Max(range.Start / StoredTask.BlockSize, recorded.Value + 1);
            for (; block * StoredTask.BlockSize < range.End; block = recorded.Value + 1)
            {
                recorded = tables.Tasks.NextBlock(array, block);
                if (recorded is null)
                {
                    yield break;
                }

                if (recorded * StoredTask.BlockSize >= range.End)
                {
                    recorded--;
                    break;
                }

                yield return recorded.Value;
            }
        }
    }
}
