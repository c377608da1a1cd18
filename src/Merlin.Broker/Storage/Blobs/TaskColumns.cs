namespace Merlin.Broker.Storage;

/// <summary>
/// The records of some tasks of one block as bytes, column by column, so that what tasks have in common is said once.
/// </summary>
/// <remarks>
/// Version; number of tasks; indices as runs (gap, length); outcomes as runs (outcome, length); consumers as runs
/// (number, length); starts as differences from the task before; durations; then, only for tasks where they are not
/// what the other columns suggest: exit codes (gap, code) and attempts with elapsed times (gap, attempt, elapsed -
/// duration); in versions 2 and 3, the <see cref="PlaceColumn"/>. Indices count from the block's first task. The records are sorted by index.
/// </remarks>
internal static class TaskColumns
{
    private const byte Version = 1;

    // The places of tasks follow, all jobs as texts: written no more.
    private const byte VersionWithTexts = 2;

    // The places of tasks follow.
    private const byte VersionWithPlaces = 3;

    public static void Encode(ReadOnlySpan<StoredTask> tasks, BlobWriter writer)
    {
        bool hasPlaces = PlaceColumn.IsNeeded(tasks);
        writer.Byte(hasPlaces ? VersionWithPlaces : Version);
        writer.Number((ulong)tasks.Length);
        WriteIndices(tasks, writer);
        WriteRuns(tasks, writer, static task => (ulong)task.Record.Outcome);
        WriteRuns(tasks, writer, static task => (ulong)task.Consumer);
        WriteTimes(tasks, writer);
        WriteSparse(tasks, writer, HasUsualExit, static (writer, task) => writer.Signed(task.Record.ExitCode));
        WriteSparse(tasks, writer, HasUsualElapsed, static (writer, task) =>
        {
            writer.Number((ulong)task.Record.Attempt);
            writer.Signed(task.Record.ElapsedMicros - task.Record.DurationMicros);
        });
        if (hasPlaces)
        {
            PlaceColumn.Write(tasks, writer);
        }
    }

    /// <summary>Appends the records to <paramref name="into"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Encode"/> writes.</exception>
    public static void Decode(ReadOnlySpan<byte> blob, long block, List<StoredTask> into)
    {
        var reader = new BlobReader(blob);
        byte version = reader.Byte();
        if (version is not Version and not VersionWithTexts and not VersionWithPlaces)
        {
            throw new InvalidDataException("Task records have an unknown version.");
        }

        var columns = new Columns((int)reader.Number(StoredTask.BlockSize));
        ReadIndices(ref reader, columns.Index, block * StoredTask.BlockSize);
        ReadRuns(ref reader, columns.Outcome);
        ReadRuns(ref reader, columns.Consumer);
        ReadTimes(ref reader, columns);
        ReadExits(ref reader, columns);
        ReadElapsed(ref reader, columns);
        columns.AppendTo(
            into, version == Version ? null : PlaceColumn.Read(ref reader, columns.Index, version == VersionWithTexts));
    }

    private static bool HasUsualExit(StoredTask task) => task.Record.ExitCode == UsualExit(task.Record.Outcome);

    private static int UsualExit(TaskOutcome outcome) => outcome == TaskOutcome.Succeeded ? 0 : 1;

    private static bool HasUsualElapsed(StoredTask task) =>
        task.Record.Attempt == 0 && task.Record.ElapsedMicros == task.Record.DurationMicros;

    private static void WriteIndices(ReadOnlySpan<StoredTask> tasks, BlobWriter writer)
    {
        long end = tasks.IsEmpty ? 0 : tasks[0].Block * StoredTask.BlockSize;
        for (int i = 0; i < tasks.Length;)
        {
            int next = i + 1;
            while (next < tasks.Length && tasks[next].Index == tasks[next - 1].Index + 1)
            {
                next++;
            }

            writer.Number(tasks[i].Index - end);
            writer.Number((ulong)(next - i));
            end = tasks[next - 1].Index + 1;
            i = next;
        }
    }

    private static void WriteRuns(ReadOnlySpan<StoredTask> tasks, BlobWriter writer, Func<StoredTask, ulong> value)
    {
        for (int i = 0; i < tasks.Length;)
        {
            ulong shared = value(tasks[i]);
            int next = i + 1;
            while (next < tasks.Length && value(tasks[next]) == shared)
            {
                next++;
            }

            writer.Number(shared);
            writer.Number((ulong)(next - i));
            i = next;
        }
    }

    private static void WriteTimes(ReadOnlySpan<StoredTask> tasks, BlobWriter writer)
    {
        long start = 0;
        foreach (StoredTask task in tasks)
        {
            writer.Signed(task.Record.StartMicros - start);
            start = task.Record.StartMicros;
        }

        foreach (StoredTask task in tasks)
        {
            writer.Signed(task.Record.DurationMicros);
        }
    }

    private static void WriteSparse(
        ReadOnlySpan<StoredTask> tasks,
        BlobWriter writer,
        Func<StoredTask, bool> isUsual,
        Action<BlobWriter, StoredTask> write)
    {
        int count = 0;
        foreach (StoredTask task in tasks)
        {
            count += isUsual(task) ? 0 : 1;
        }

        writer.Number((ulong)count);
        int past = 0;
        for (int i = 0; i < tasks.Length; i++)
        {
            if (!isUsual(tasks[i]))
            {
                writer.Number((ulong)(i - past));
                write(writer, tasks[i]);
                past = i + 1;
            }
        }
    }

    private static void ReadIndices(ref BlobReader reader, long[] indices, long first)
    {
        long end = first;
        for (int i = 0; i < indices.Length;)
        {
            end += reader.Number(StoredTask.BlockSize);
            for (long left = ReadRunLength(ref reader, indices.Length - i); left > 0; left--)
            {
                indices[i++] = end++;
            }
        }

        if (end > first + StoredTask.BlockSize)
        {
            throw new InvalidDataException("A task record lies outside its block.");
        }
    }

    private static void ReadRuns(ref BlobReader reader, int[] values)
    {
        for (int i = 0; i < values.Length;)
        {
            int value = (int)reader.Number(int.MaxValue);
            int length = (int)ReadRunLength(ref reader, values.Length - i);
            values.AsSpan(i, length).Fill(value);
            i += length;
        }
    }

    private static long ReadRunLength(ref BlobReader reader, int most)
    {
        long length = reader.Number(most);
        return length > 0 ? length : throw new InvalidDataException("A run of task records is empty.");
    }

    private static void ReadTimes(ref BlobReader reader, Columns columns)
    {
        long start = 0;
        for (int i = 0; i < columns.Start.Length; i++)
        {
            start += reader.Signed();
            columns.Start[i] = start;
        }

        for (int i = 0; i < columns.Duration.Length; i++)
        {
            columns.Duration[i] = reader.Signed();
        }
    }

    private static void ReadExits(ref BlobReader reader, Columns columns)
    {
        for (int i = 0; i < columns.Exit.Length; i++)
        {
            columns.Exit[i] = UsualExit((TaskOutcome)columns.Outcome[i]);
        }

        int position = -1;
        for (long left = reader.Number(columns.Exit.Length); left > 0; left--)
        {
            position = ReadPosition(ref reader, position, columns.Exit.Length);
            columns.Exit[position] = (int)reader.Signed();
        }
    }

    private static void ReadElapsed(ref BlobReader reader, Columns columns)
    {
        columns.Duration.CopyTo(columns.Elapsed, 0);
        int position = -1;
        for (long left = reader.Number(columns.Attempt.Length); left > 0; left--)
        {
            position = ReadPosition(ref reader, position, columns.Attempt.Length);
            columns.Attempt[position] = (int)reader.Number(int.MaxValue);
            columns.Elapsed[position] += reader.Signed();
        }
    }

    private static int ReadPosition(ref BlobReader reader, int last, int count) =>
        last + 1 + (int)reader.Number(count - last - 2L);

    private sealed class Columns(int count)
    {
        public long[] Index { get; } = new long[count];

        public int[] Outcome { get; } = new int[count];

        public int[] Consumer { get; } = new int[count];

        public long[] Start { get; } = new long[count];

        public long[] Duration { get; } = new long[count];

        public int[] Exit { get; } = new int[count];

        public int[] Attempt { get; } = new int[count];

        public long[] Elapsed { get; } = new long[count];

        public void AppendTo(List<StoredTask> into, TaskPlace?[]? places)
        {
            into.EnsureCapacity(into.Count + Index.Length);
            for (int i = 0; i < Index.Length; i++)
            {
                var record = new TaskRecord(
                    Index[i], (TaskOutcome)Outcome[i], Exit[i], Attempt[i], Start[i], Duration[i], Elapsed[i]);
                into.Add(new StoredTask(record, Consumer[i]) { Place = places?[i] });
            }
        }
    }
}
