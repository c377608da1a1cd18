namespace Merlin.Broker.Storage;

/// <summary>
/// What earlier runs of a workspace recorded. In a restarted study the files decide which tasks are done; where they
/// say so of a task that an earlier run recorded as succeeded, that record moves into the new run.
/// </summary>
/// <remarks>
/// To begin a run costs nothing per task: the earlier study is only marked as superseded. Its records are dropped, a few
/// blocks at a time, when its successor has ended. A record is in one run at a time, so restarting again and again does
/// not multiply them.
/// </remarks>
internal sealed class EarlierRuns
{
    private const int BlocksPerStep = 64;

    private readonly StoreTables _tables;
    private readonly Statement _supersedeAll;
    private readonly Statement _supersede;
    private readonly Statement _selectEarlier;
    private readonly Statement _selectDroppable;
    private StudyId? _droppable;

    public EarlierRuns(Database database, StoreTables tables)
    {
        _tables = tables;
        _supersedeAll = database.Prepare("UPDATE study SET superseded = 1, successor = NULL");

        // The same name too: on another machine the same path may be another place.
        _supersede = database.Prepare("""
            UPDATE study SET superseded = 1, successor = $1
            WHERE id <> $1 AND (
                (superseded = 1 AND successor IS NULL)
                OR (workspace = $2 AND owner = $3 AND name = $4 AND (superseded = 1 OR closed IS NOT NULL)))
            """);
        _selectEarlier = database.Prepare(
            "SELECT id FROM study WHERE superseded = 1 AND successor = $1 ORDER BY id DESC");
        _selectDroppable = database.Prepare("""
            SELECT id FROM study
            WHERE superseded = 1 AND EXISTS (
                SELECT 1 FROM study AS next WHERE next.id = study.successor AND next.closed IS NOT NULL)
            ORDER BY id LIMIT 1
            """);
    }

    /// <summary>Whether records wait to be dropped.</summary>
    public bool HasDroppable => _droppable is not null;

    /// <summary>Marks all studies as those of earlier runs of the study that is submitted next.</summary>
    public void SupersedeAll()
    {
        _supersedeAll.Run();
        _droppable = null;
    }

    /// <summary>Marks the earlier runs of a new study's workspace, and finds its arrays there.</summary>
    public void Supersede(StoredStudy study)
    {
        _supersede.Run(study.Id.Value, study.Workspace, study.Owner, study.Name);
        Link(study);
        FindDroppable();
    }

    /// <summary>Finds the arrays of earlier runs for those of a study: by name and number of tasks.</summary>
    public void Link(StoredStudy study)
    {
        List<StoredArray> candidates =
            [.. _selectEarlier.Numbers(study.Id.Value).SelectMany(ArraysOf)];
        foreach (StoredArray array in study.Arrays)
        {
            array.Earlier =
            [
                .. candidates.Where(candidate =>
                    candidate.Spec.Name == array.Spec.Name && candidate.Spec.Count == array.Spec.Count),
            ];
        }
    }

    /// <summary>Looks for records that no run can need any more: at the start, and when a study has ended.</summary>
    public void FindDroppable() => _droppable = _selectDroppable.Number() is { } id ? new StudyId(id) : null;

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
        if (_droppable is not { } id || _tables.Find(id) is not { } study)
        {
            return;
        }

        foreach (StoredArray array in study.Arrays)
        {
            if (_tables.Tasks.Drop(array, BlocksPerStep))
            {
                return;
            }
        }

        foreach (StoredArray array in study.Arrays)
        {
            _tables.Ranges.Clear(array);
            _tables.Attempts.Clear(array);
            _tables.Losses.Clear(array);
            _tables.Arrays.Remove(array);
        }

        _tables.Plans.Remove(id);
        _tables.Studies.Remove(id);
        FindDroppable();
    }

    private List<StoredArray> ArraysOf(long study) => _tables.Find(new StudyId(study))?.Arrays ?? [];

    private void TakeFrom(StoredArray earlier, long block, IReadOnlyList<IndexRange> ranges, List<StoredTask> taken)
    {
        var kept = new List<StoredTask>();
        int before = taken.Count;
        int range = 0;
        foreach (StoredTask task in _tables.Tasks.Read(earlier, block))
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
            _tables.Tasks.Replace(earlier, block, kept);
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
                recorded = _tables.Tasks.NextBlock(array, block);
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
