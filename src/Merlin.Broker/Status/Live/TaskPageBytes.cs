using Merlin.Broker.Storage;

namespace Merlin.Broker.Status;

/// <summary>A <see cref="TaskPage"/> as bytes: the consumers' names once, then the rows.</summary>
internal static class TaskPageBytes
{
    public static void Write(TaskPage page, BlobWriter writer)
    {
        List<string> names = [.. page.Rows.Select(row => row.Consumer).OfType<string>().Distinct()];
        Dictionary<string, long> places = names.Select((name, place) => (name, place))
            .ToDictionary(entry => entry.name, entry => entry.place + 1L);
        writer.Signed(page.Next ?? -1);
        writer.Number(names.Count);
        names.ForEach(writer.Text);
        writer.Number(page.Rows.Count);
        foreach (TaskRow row in page.Rows)
        {
            writer.Number(row.Index);
            writer.Byte((byte)row.Outcome);
            writer.Signed(row.ExitCode);
            writer.Number(row.Attempt);
            writer.Signed(row.StartMicros);
            writer.Signed(row.DurationMicros);
            writer.Signed(row.ElapsedMicros);
            writer.Number(row.Consumer is null ? 0 : places[row.Consumer]);
        }
    }

    public static TaskPage Read(ref BlobReader reader, int size)
    {
        long next = reader.Signed();
        string?[] names = new string?[reader.Number(size) + 1];
        for (int i = 1; i < names.Length; i++)
        {
            names[i] = reader.Text();
        }

        var rows = new TaskRow[reader.Number(size)];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new TaskRow(
                reader.Number(long.MaxValue),
                (TaskOutcome)reader.Byte(),
                (int)reader.Signed(),
                (int)reader.Number(int.MaxValue),
                reader.Signed(),
                reader.Signed(),
                reader.Signed(),
                names[reader.Number(names.Length - 1)]);
        }

        return new TaskPage(rows, next < 0 ? null : next);
    }
}
