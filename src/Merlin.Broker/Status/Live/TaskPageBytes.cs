using Merlin.Broker.Storage;

namespace Merlin.Broker.Status;

/// <summary>A <see cref="TaskPage"/> as bytes: every text once, then the rows.</summary>
internal static class TaskPageBytes
{
    public static void Write(TaskPage page, BlobWriter writer)
    {
        List<string> names = [.. page.Rows.SelectMany(TextsOf).OfType<string>().Distinct()];
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
            foreach (string? text in TextsOf(row))
            {
                writer.Number(text is null ? 0 : places[text]);
            }
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
                Text(ref reader, names))
            {
                Hosts = Text(ref reader, names),
                Job = Text(ref reader, names),
                Instance = Text(ref reader, names),
            };
        }

        return new TaskPage(rows, next < 0 ? null : next);
    }

    private static string?[] TextsOf(TaskRow row) => [row.Consumer, row.Hosts, row.Job, row.Instance];

    private static string? Text(ref BlobReader reader, string?[] names) => names[reader.Number(names.Length - 1)];
}
