using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>Tasks that ended without a record each. Ranges that touch and ended alike become one.</summary>
internal sealed class EndedRangeTable
{
    private readonly Statement _insert;
    private readonly Statement _before;
    private readonly Statement _after;
    private readonly Statement _delete;
    private readonly Statement _select;
    private readonly Statement _next;
    private readonly Statement _clear;

    public EndedRangeTable(Database database)
    {
        _insert = database.Prepare(
            "INSERT OR REPLACE INTO ended_range (task_array, first, past_last, outcome) VALUES ($1, $2, $3, $4)");
        _before = database.Prepare("""
            SELECT first FROM (
                SELECT first, past_last, outcome FROM ended_range
                WHERE task_array = $1 AND first < $2 ORDER BY first DESC LIMIT 1)
            WHERE past_last = $2 AND outcome = $3
            """);
        _after = database.Prepare(
            "SELECT past_last FROM ended_range WHERE task_array = $1 AND first = $2 AND outcome = $3");
        _delete = database.Prepare("DELETE FROM ended_range WHERE task_array = $1 AND first = $2");
        _select = database.Prepare("""
            SELECT first, past_last, outcome FROM ended_range
            WHERE task_array = $1 AND first < $3 AND first >= coalesce(
                (SELECT max(first) FROM ended_range WHERE task_array = $1 AND first <= $2), $2)
            ORDER BY first
            """);
        _next = database.Prepare("""
            SELECT max(first, $2) FROM ended_range
            WHERE task_array = $1 AND past_last > $2 AND first >= coalesce(
                (SELECT max(first) FROM ended_range WHERE task_array = $1 AND first <= $2), $2)
            ORDER BY first LIMIT 1
            """);
        _clear = database.Prepare("DELETE FROM ended_range WHERE task_array = $1");
    }

    public void Add(StoredArray array, IndexRange range, TaskOutcome outcome)
    {
        long start = _before.Number(array.Key, range.Start, (int)outcome) ?? range.Start;
        long? end = _after.Number(array.Key, range.End, (int)outcome);
        if (end is not null)
        {
            _delete.Run(array.Key, range.End);
        }

        _insert.Run(array.Key, start, end ?? range.End, (int)outcome);
    }

    /// <summary>The parts of the stored ranges that lie in <paramref name="within"/>, ascending.</summary>
    public IEnumerable<(IndexRange Range, TaskOutcome Outcome)> Read(StoredArray array, IndexRange within)
    {
        using SqliteDataReader rows = _select.Rows(array.Key, within.Start, within.End);
        while (rows.Read())
        {
            long start = Math.Max(rows.GetInt64(0), within.Start);
            long end = Math.Min(rows.GetInt64(1), within.End);
            if (start < end)
            {
                yield return (new IndexRange(start, end), (TaskOutcome)rows.GetInt32(2));
            }
        }
    }

    public void Clear(StoredArray array) => _clear.Run(array.Key);

    /// <summary>The first index from <paramref name="index"/> on that lies in a range, or null.</summary>
    public long? Next(StoredArray array, long index) => _next.Number(array.Key, index);
}
