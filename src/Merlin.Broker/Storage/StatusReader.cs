using Merlin.Broker.Scheduling;
using Merlin.Broker.Status;

namespace Merlin.Broker.Storage;

/// <summary>Answers questions about studies from the totals and the task records.</summary>
internal sealed class StatusReader(StoreTables tables)
{
    /// <summary>Where a study stands.</summary>
    /// <param name="study">The study.</param>
    /// <param name="counts">What a live scheduler says of an array, or null when no process runs the study.</param>
    public StudyStatus Read(StoredStudy study, Func<ArrayId, ArrayCounts>? counts) => new()
    {
        Study = study.Id,
        Name = study.Name,
        Workspace = study.Workspace,
        Owner = study.Owner,
        Submitted = study.Submitted,
        Closed = study.Closed,
        End = study.End,
        Held = study.Held,
        Parent = study.Parent,
        SharedWith = [.. study.SharedWith],
        Live = counts is not null && study.Closed is null,
        Arrays = [.. study.Arrays.Select(array => Read(array, counts))],
    };

    /// <summary>The tasks of at most one block, from an index on.</summary>
    /// <param name="array">The array.</param>
    /// <param name="from">The first index of interest.</param>
    /// <param name="running">Tasks that run, ascending.</param>
    public TaskPage ReadPage(StoredArray array, long from, IReadOnlyList<TaskRow> running)
    {
        if (FirstKnown(array, from, running) is not { } first)
        {
            return new TaskPage([], null);
        }

        long block = first / StoredTask.BlockSize;
        var within = new IndexRange(first, Math.Min((block + 1) * StoredTask.BlockSize, array.Spec.Count));
        var rows = new List<TaskRow>();
        AddRecords(array, block, within, rows);
        AddRanges(array, within, rows);
        AddRunning(running, within, rows);
        return new TaskPage(rows, within.End < array.Spec.Count ? within.End : null);
    }

    private ArrayStatus Read(StoredArray array, Func<ArrayId, ArrayCounts>? counts)
    {
        Dictionary<TaskOutcome, long> outcomes = array.Outcomes();
        ArrayCounts unended = counts?.Invoke(array.Id)
            ?? new ArrayCounts { Waiting = array.Spec.Count - outcomes.Values.Sum() };
        return new ArrayStatus
        {
            Ordinal = array.Id.Ordinal,
            Name = array.Spec.Name,
            Queue = array.Spec.Queue,
            Count = array.Spec.Count,
            Urgency = array.Spec.Urgency,
            Waiting = unended.Waiting,
            Ready = unended.Ready,
            Leased = unended.Leased - unended.Running,
            Running = unended.Running,
            Outcomes = outcomes,
            RunTimes = array.RunTimes.ToRunTimes(),
            Consumers = [.. array.Consumers.Select(tables.Consumers.NameOf).Distinct()],
        };
    }

    private long? FirstKnown(StoredArray array, long from, IReadOnlyList<TaskRow> running)
    {
        long? block = tables.Tasks.NextBlock(array, from / StoredTask.BlockSize);
        long? first = block is null ? null : Math.Max(from, block.Value * StoredTask.BlockSize);
        first = Earlier(first, tables.Ranges.Next(array, from));
        foreach (TaskRow row in running)
        {
            if (row.Index >= from)
            {
                return Earlier(first, row.Index);
            }
        }

        return first;
    }

    private static long? Earlier(long? one, long? other) => one is null || other < one ? other ?? one : one;

    private void AddRecords(StoredArray array, long block, IndexRange within, List<TaskRow> rows)
    {
        foreach (StoredTask task in tables.Tasks.Read(array, block))
        {
            if (within.Contains(task.Index))
            {
                rows.Add(Row(task, task.Ran ? tables.Consumers.FactsOf(task.Consumer) : null));
            }
        }
    }

    private static TaskRow Row(StoredTask task, WorkerFacts? worker)
    {
        TaskRecord record = task.Record;
        return new TaskRow(
            record.Index,
            record.Outcome,
            record.ExitCode,
            record.Attempt,
            record.StartMicros,
            record.DurationMicros,
            record.ElapsedMicros,
            worker?.Name)
        {
            Hosts = Known(task.Place?.Hosts) ?? Known(worker?.Host),
            Job = Known(task.Place?.Job),
            Instance = Known(worker?.Job),
        };
    }

    private static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private void AddRanges(StoredArray array, IndexRange within, List<TaskRow> rows)
    {
        int records = rows.Count;
        foreach ((IndexRange range, TaskOutcome outcome) in tables.Ranges.Read(array, within))
        {
            for (long index = range.Start; index < range.End; index++)
            {
                rows.Add(new TaskRow(index, outcome, -1, 0, 0, 0, 0, null));
            }
        }

        SortWhenMixed(rows, records);
    }

    // A task that has ended may still be among the running ones for a moment; its end counts.
    private static void AddRunning(IReadOnlyList<TaskRow> running, IndexRange within, List<TaskRow> rows)
    {
        int ended = rows.Count;
        foreach (TaskRow row in running)
        {
            if (within.Contains(row.Index)
                && rows.BinarySearch(0, ended, row, Comparer<TaskRow>.Create(ByIndex)) < 0)
            {
                rows.Add(row);
            }
        }

        SortWhenMixed(rows, ended);
    }

    private static void SortWhenMixed(List<TaskRow> rows, int sorted)
    {
        if (sorted > 0 && sorted < rows.Count)
        {
            rows.Sort(ByIndex);
        }
    }

    private static int ByIndex(TaskRow left, TaskRow right) => left.Index.CompareTo(right.Index);
}
