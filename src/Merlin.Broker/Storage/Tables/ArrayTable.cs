using Merlin.Broker.Messages;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>The arrays of studies with their totals, so that a status never looks at task records.</summary>
internal sealed class ArrayTable
{
    private const byte DependenciesVersion = 1;

    private readonly List<StoredArray> _withNewTotals = [];
    private readonly Statement _select;
    private readonly Statement _insert;
    private readonly Statement _urgency;
    private readonly Statement _count;
    private readonly Statement _lastKey;
    private readonly Statement _selectCounts;
    private readonly Statement _writeCount;
    private readonly Statement _writeRunTimes;
    private readonly Statement _selectConsumers;
    private readonly Statement _writeConsumer;
    private readonly Statement[] _delete;

    public ArrayTable(Database database)
    {
        _select = database.Prepare("""
            SELECT id, study, ordinal, name, queue, tasks, urgency, max_retries, retry_delay, dependencies,
                   ran, run_mean, run_squares, step, walltime, sampled,
                   nodes, procs, cores_per_proc, gpus_per_proc
            FROM task_array WHERE study = $1 ORDER BY ordinal
            """);
        _insert = database.Prepare("""
            INSERT INTO task_array
                (id, study, ordinal, name, queue, tasks, urgency, max_retries, retry_delay, dependencies,
                 step, walltime, sampled, nodes, procs, cores_per_proc, gpus_per_proc)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """);
        _urgency = database.Prepare("UPDATE task_array SET urgency = $2 WHERE id = $1");
        _count = database.Prepare("UPDATE task_array SET tasks = $2 WHERE id = $1");
        _lastKey = database.Prepare("SELECT max(id) FROM task_array");
        _selectCounts = database.Prepare("SELECT outcome, tasks FROM ended_count WHERE task_array = $1");
        _writeCount = database.Prepare("INSERT OR REPLACE INTO ended_count (task_array, outcome, tasks) VALUES ($1, $2, $3)");
        _writeRunTimes = database.Prepare("UPDATE task_array SET ran = $2, run_mean = $3, run_squares = $4 WHERE id = $1");
        _selectConsumers = database.Prepare("SELECT consumer FROM array_consumer WHERE task_array = $1 ORDER BY position");
        _writeConsumer = database.Prepare("INSERT INTO array_consumer (task_array, position, consumer) VALUES ($1, $2, $3)");
        _delete =
        [
            database.Prepare("DELETE FROM ended_count WHERE task_array = $1"),
            database.Prepare("DELETE FROM array_consumer WHERE task_array = $1"),
            database.Prepare("DELETE FROM task_array WHERE id = $1"),
        ];
    }

    /// <summary>Reads the arrays of a study, in the order of their ordinals.</summary>
    public void ReadInto(StoredStudy study)
    {
        ReadRows(study);
        foreach (StoredArray array in study.Arrays)
        {
            ReadTotals(array);
        }
    }

    public StoredArray Add(ArrayId id, ArraySpec spec)
    {
        var array = new StoredArray((_lastKey.Number() ?? 0) + 1, id, spec);
        _insert.Run(
            array.Key,
            id.Study.Value,
            id.Ordinal,
            spec.Name,
            spec.Queue,
            spec.Count,
            spec.Urgency,
            spec.MaxRetries,
            spec.RetryDelay.Ticks,
            Encode(spec.Dependencies),
            spec.Step,
            spec.Walltime?.Ticks,
            spec.Sampled ? 1 : 0,
            spec.Shape.Nodes,
            spec.Shape.Procs,
            spec.Shape.CoresPerProc,
            spec.Shape.GpusPerProc);
        return array;
    }

    public void SetUrgency(StoredArray array, int urgency)
    {
        _urgency.Run(array.Key, urgency);
        array.Spec = array.Spec with { Urgency = urgency };
    }

    /// <summary>Gives an array more tasks.</summary>
    public void Extend(StoredArray array, long count)
    {
        _count.Run(array.Key, count);
        array.Spec = array.Spec with { Count = count };
    }

    /// <summary>Says that the totals of an array are about to change in this transaction.</summary>
    public void Touch(StoredArray array)
    {
        if (!array.HasNewTotals)
        {
            array.HasNewTotals = true;
            _withNewTotals.Add(array);
        }
    }

    /// <summary>Writes the totals that changed.</summary>
    public void WriteTotals()
    {
        foreach (StoredArray array in _withNewTotals)
        {
            foreach ((TaskOutcome outcome, long tasks) in array.Outcomes())
            {
                _writeCount.Run(array.Key, (int)outcome, tasks);
            }

            RunTimeTotals times = array.RunTimes;
            _writeRunTimes.Run(array.Key, times.Count, times.Mean, times.Squares);
            for (; array.WrittenConsumers < array.Consumers.Count; array.WrittenConsumers++)
            {
                _writeConsumer.Run(array.Key, array.WrittenConsumers, array.Consumers[array.WrittenConsumers]);
            }

            array.HasNewTotals = false;
        }

        _withNewTotals.Clear();
    }

    /// <summary>Forgets an array whose task records are gone already.</summary>
    public void Remove(StoredArray array)
    {
        foreach (Statement statement in _delete)
        {
            statement.Run(array.Key);
        }
    }

    private void ReadRows(StoredStudy study)
    {
        using SqliteDataReader rows = _select.Rows(study.Id.Value);
        while (rows.Read())
        {
            var spec = new ArraySpec(
                rows.GetString(3),
                rows.GetString(4),
                rows.GetInt64(5),
                rows.GetInt32(6),
                rows.GetInt32(7),
                new TimeSpan(rows.GetInt64(8)),
                Decode(rows.GetFieldValue<byte[]>(9)))
            {
                Step = rows.GetString(13),
                Walltime = rows.IsDBNull(14) ? null : new TimeSpan(rows.GetInt64(14)),
                Sampled = rows.GetInt32(15) != 0,
                Shape = new ResourceShape(rows.GetInt32(16), rows.GetInt32(17), rows.GetInt32(18), rows.GetInt32(19)),
            };
            study.Arrays.Add(new StoredArray(rows.GetInt64(0), new ArrayId(study.Id, rows.GetInt32(2)), spec)
            {
                RunTimes = new RunTimeTotals
                {
                    Count = rows.GetInt64(10),
                    Mean = rows.GetDouble(11),
                    Squares = rows.GetDouble(12),
                },
            });
        }
    }

    private void ReadTotals(StoredArray array)
    {
        using (SqliteDataReader counts = _selectCounts.Rows(array.Key))
        {
            while (counts.Read())
            {
                array.Restore((TaskOutcome)counts.GetInt32(0), counts.GetInt64(1));
            }
        }

        using SqliteDataReader consumers = _selectConsumers.Rows(array.Key);
        while (consumers.Read())
        {
            array.AddConsumer(consumers.GetInt32(0));
            array.WrittenConsumers++;
        }
    }

    private static byte[] Encode(IReadOnlyList<ArrayDependency> dependencies)
    {
        var writer = new BlobWriter();
        writer.Byte(DependenciesVersion);
        writer.Number(dependencies.Count);
        foreach (ArrayDependency dependency in dependencies)
        {
            writer.Number(dependency.Ordinal);
            writer.Byte((byte)dependency.Kind);
        }

        return writer.Written.ToArray();
    }

    private static ArrayDependency[] Decode(byte[] blob)
    {
        var reader = new BlobReader(blob);
        if (reader.Byte() != DependenciesVersion)
        {
            throw new InvalidDataException("An array's dependencies have an unknown version.");
        }

        var dependencies = new ArrayDependency[reader.Number(blob.Length)];
        for (int i = 0; i < dependencies.Length; i++)
        {
            dependencies[i] = new ArrayDependency(
                (int)reader.Number(int.MaxValue), (ArrayDependencyKind)reader.Byte());
        }

        return dependencies;
    }
}
