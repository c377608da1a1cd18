using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>The latest scheduled attempt of every task that was ever to be tried again, until its study is closed.</summary>
internal sealed class AttemptTable
{
    private readonly Statement _write;
    private readonly Statement _select;
    private readonly Statement _delete;
    private readonly Statement _deleteOne;

    public AttemptTable(Database database)
    {
        _write = database.Prepare("""
            INSERT OR REPLACE INTO attempt
                (task_array, task, attempt, kind, first_start, start_failures, not_before)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """);
        _select = database.Prepare("""
            SELECT task, attempt, kind, first_start, start_failures, not_before FROM attempt WHERE task_array = $1
            """);
        _delete = database.Prepare("DELETE FROM attempt WHERE task_array = $1");
        _deleteOne = database.Prepare("DELETE FROM attempt WHERE task_array = $1 AND task = $2");
    }

    public void Schedule(StoredArray array, AttemptScheduled change)
    {
        AttemptState attempt = change.Attempt;
        _write.Run(
            array.Key,
            attempt.Index,
            attempt.Attempt,
            (int)attempt.Kind,
            attempt.FirstStartMicros,
            attempt.StartFailures,
            change.NotBefore.UnixMicros);
    }

    public IEnumerable<ScheduledAttempt> Read(StoredArray array)
    {
        using SqliteDataReader rows = _select.Rows(array.Key);
        while (rows.Read())
        {
            var attempt = new AttemptState(
                rows.GetInt64(0),
                rows.GetInt32(1),
                (TaskOutcome)rows.GetInt32(2),
                rows.GetInt64(3),
                rows.GetInt32(4));
            yield return new ScheduledAttempt(attempt, new Instant(rows.GetInt64(5)));
        }
    }

    /// <summary>Forgets a task that has ended: to delete those of a whole study at once would hold up the broker.</summary>
    public void Remove(StoredArray array, long index) => _deleteOne.Run(array.Key, index);

    public void Clear(StoredArray array) => _delete.Run(array.Key);
}
