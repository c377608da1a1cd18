using Merlin.Broker.Status;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Tests.Storage;

/// <summary>Reads all rows of an array from a store.</summary>
internal static class StoredRows
{
    public static List<TaskRow> Of(Store store, ArrayId array)
    {
        var rows = new List<TaskRow>();
        for (long? from = 0; from is not null;)
        {
            TaskPage page = store.ReadPage(array, from.Value, []);
            rows.AddRange(page.Rows);
            from = page.Next;
        }

        return rows;
    }

    public static TaskRow RowOf(TaskRecord record, string consumer, TaskPlace? place = null) => new(
        record.Index,
        record.Outcome,
        record.ExitCode,
        record.Attempt,
        record.StartMicros,
        record.DurationMicros,
        record.ElapsedMicros,
        consumer)
    {
        Hosts = place?.Hosts,
        Job = place is { Job.Length: > 0 } ? place.Job : null,
    };

    public static TaskRow RowOf(long index, TaskOutcome outcome) => new(index, outcome, -1, 0, 0, 0, 0, null);
}
