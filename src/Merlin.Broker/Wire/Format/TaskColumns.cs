namespace Merlin.Broker.Wire.Format;

/// <summary>
/// Ended attempts in columns: an array of seven, each an array with one number per task, or one number where it is the
/// same for all. Indices and start times are differences to the task before, and elapsed times to the duration: tasks
/// that end together differ little, so a task needs about ten bytes.
/// </summary>
internal static class TaskColumns
{
    private const int Columns = 7;

    public static void Tasks(this ref FieldWriter writer, IReadOnlyList<TaskRecord> tasks)
    {
        writer.Begin(Columns);
        writer.Indices(tasks);
        writer.Column(tasks, static (task, _) => (long)task.Outcome);
        writer.Column(tasks, static (task, _) => task.ExitCode);
        writer.Column(tasks, static (task, _) => task.Attempt);
        writer.Column(tasks, static (task, before) => StartOf(task) - StartOf(before));
        writer.Column(tasks, static (task, _) => DurationOf(task));
        writer.Column(tasks, static (task, _) => Math.Max(0, task.ElapsedMicros) - DurationOf(task));
    }

    /// <exception cref="WireFormatException">They are no attempts, or too many.</exception>
    public static TaskRecord[] Tasks(this ref FieldReader reader, bool mayRun)
    {
        int outside = reader.Enter("tasks");
        long[] indices = reader.Indices();
        int count = indices.Length;
        TaskOutcome[] outcomes = reader.Outcomes(count, mayRun);
        long[] exitCodes = reader.Column("exit code", count, int.MinValue, int.MaxValue);
        long[] attempts = reader.Column("attempt", count, 0, int.MaxValue);
        long[] starts = reader.Column("start", count, -WireLimits.LastMicros, WireLimits.LastMicros);
        long[] durations = reader.Column("duration", count, 0, WireLimits.LongestMicros);
        long[] elapsed = reader.Column("elapsed", count, -WireLimits.LongestMicros, WireLimits.LongestMicros);
        var tasks = new TaskRecord[count];
        long start = 0;
        for (int i = 0; i < count; i++)
        {
            start = reader.Within(start + starts[i], WireLimits.LastMicros);
            tasks[i] = new TaskRecord(
                indices[i],
                outcomes[i],
                (int)exitCodes[i],
                (int)attempts[i],
                start,
                durations[i],
                reader.Within(durations[i] + elapsed[i], WireLimits.LongestMicros));
        }

        reader.Leave(outside);
        return tasks;
    }

    /// <summary>Writes one number per element, or one in all where they are equal.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="items">The elements.</param>
    /// <param name="value">The number of an element, given the one before too (an empty one before the first).</param>
    public static void Column<T>(this ref FieldWriter writer, IReadOnlyList<T> items, Func<T, T, long> value)
        where T : struct
    {
        var values = new long[items.Count];
        T before = default;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value(items[i], before);
            before = items[i];
        }

        if (values.Length > 0 && !values.AsSpan().ContainsAnyExcept(values[0]))
        {
            writer.Number(values[0]);
            return;
        }

        writer.Begin(values.Length);
        foreach (long number in values)
        {
            writer.Number(number);
        }
    }

    /// <exception cref="WireFormatException">There are not <paramref name="count"/> numbers within the bounds.</exception>
    public static long[] Column(this ref FieldReader reader, string field, int count, long least, long most)
    {
        var values = new long[count];
        if (reader.NextIsNumber)
        {
            Array.Fill(values, reader.Number(field, least, most));
            return values;
        }

        int outside = reader.Enter(field);
        if (reader.Left != count)
        {
            throw reader.Fault($"the column has {reader.Left} numbers, and there are {count} tasks");
        }

        for (int i = 0; i < count; i++)
        {
            values[i] = reader.Number(field, least, most);
        }

        reader.Leave(outside);
        return values;
    }

    /// <summary>Writes one text, or none, per element as two fields: every text once, and their numbers as a column.</summary>
    public static void Words<T>(this ref FieldWriter writer, IReadOnlyList<T> items, Func<T, string?> word)
        where T : struct
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (T item in items)
        {
            if (word(item) is { } text)
            {
                numbers.TryAdd(text, numbers.Count + 1L);
            }
        }

        writer.Texts([.. numbers.Keys]);
        writer.Column(items, (item, _) => word(item) is { } text ? numbers[text] : 0);
    }

    /// <exception cref="WireFormatException">There are not <paramref name="count"/> of them.</exception>
    public static string?[] Words(this ref FieldReader reader, string field, int count)
    {
        string[] texts = reader.Texts(field);
        long[] numbers = reader.Column(field, count, 0, texts.Length);
        return Array.ConvertAll(numbers, number => number == 0 ? null : texts[number - 1]);
    }

    // Always an array: its length says how many tasks there are, and the frame has to hold it.
    private static void Indices(this ref FieldWriter writer, IReadOnlyList<TaskRecord> tasks)
    {
        writer.Begin(tasks.Count);
        long before = 0;
        foreach (TaskRecord task in tasks)
        {
            writer.Number(task.Index - before);
            before = task.Index;
        }
    }

    private static long[] Indices(this ref FieldReader reader)
    {
        int outside = reader.EnterList("index", WireLimits.Rows, 1, out int count);
        var indices = new long[count];
        long index = 0;
        for (int i = 0; i < count; i++)
        {
            index = reader.Within(index + reader.Number("index", -WireLimits.Tasks, WireLimits.Tasks), WireLimits.Tasks - 1);
            indices[i] = index;
        }

        reader.Leave(outside);
        return indices;
    }

    private static TaskOutcome[] Outcomes(this ref FieldReader reader, int count, bool mayRun)
    {
        long[] numbers = reader.Column("outcome", count, mayRun ? 0 : 1, byte.MaxValue);
        var outcomes = new TaskOutcome[count];
        for (int i = 0; i < count; i++)
        {
            outcomes[i] = (TaskOutcome)numbers[i];
            if (!Enum.IsDefined(outcomes[i]))
            {
                throw reader.Fault($"{numbers[i]} is no outcome");
            }
        }

        return outcomes;
    }

    private static long Within(this ref FieldReader reader, long value, long most) =>
        value >= 0 && value <= most ? value : throw reader.Fault($"the differences lead to {value}");

    private static long StartOf(in TaskRecord task) => Math.Clamp(task.StartMicros, 0, WireLimits.LastMicros);

    // A clock that was set back can make a time negative.
    private static long DurationOf(in TaskRecord task) => Math.Max(0, task.DurationMicros);
}
