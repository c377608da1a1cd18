using Merlin.Broker.Messages;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Status;

/// <summary>A <see cref="StudyStatus"/> as bytes.</summary>
internal static class StudyStatusBytes
{
    public static void Write(StudyStatus status, BlobWriter writer)
    {
        writer.Number(status.Study.Value);
        writer.Text(status.Name);
        writer.Text(status.Workspace);
        writer.Text(status.Owner);
        writer.Signed(status.Submitted.UnixMicros);
        writer.Byte(status.Closed is null ? (byte)0 : (byte)1);
        writer.Signed(status.Closed?.UnixMicros ?? 0);
        writer.Byte((byte)status.End);
        writer.Byte(status.Live ? (byte)1 : (byte)0);
        writer.Number(status.Arrays.Count);
        foreach (ArrayStatus array in status.Arrays)
        {
            Write(array, writer);
        }
    }

    public static StudyStatus Read(ref BlobReader reader, int size)
    {
        var study = new StudyId(reader.Number(long.MaxValue));
        string name = reader.Text();
        string workspace = reader.Text();
        string owner = reader.Text();
        var submitted = new Instant(reader.Signed());
        bool isClosed = reader.Byte() != 0;
        var closed = new Instant(reader.Signed());
        var end = (StudyEnd)reader.Byte();
        bool live = reader.Byte() != 0;
        var arrays = new ArrayStatus[reader.Number(size)];
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = ReadArray(ref reader, i, size);
        }

        return new StudyStatus
        {
            Study = study,
            Name = name,
            Workspace = workspace,
            Owner = owner,
            Submitted = submitted,
            Closed = isClosed ? closed : null,
            End = end,
            Live = live,
            Arrays = arrays,
        };
    }

    private static void Write(ArrayStatus array, BlobWriter writer)
    {
        writer.Text(array.Name);
        writer.Text(array.Queue);
        writer.Number(array.Count);
        writer.Number(array.Urgency);
        writer.Number(array.Waiting);
        writer.Number(array.Ready);
        writer.Signed(array.Leased);
        writer.Number(array.Running);
        writer.Number(array.Outcomes.Count);
        foreach ((TaskOutcome outcome, long tasks) in array.Outcomes)
        {
            writer.Byte((byte)outcome);
            writer.Number(tasks);
        }

        writer.Number(array.RunTimes.Count);
        writer.Real(array.RunTimes.MeanSeconds);
        writer.Real(array.RunTimes.DeviationSeconds);
        writer.Number(array.Consumers.Count);
        foreach (string consumer in array.Consumers)
        {
            writer.Text(consumer);
        }
    }

    private static ArrayStatus ReadArray(ref BlobReader reader, int ordinal, int size) => new()
    {
        Ordinal = ordinal,
        Name = reader.Text(),
        Queue = reader.Text(),
        Count = reader.Number(long.MaxValue),
        Urgency = (int)reader.Number(int.MaxValue),
        Waiting = reader.Number(long.MaxValue),
        Ready = reader.Number(long.MaxValue),
        Leased = reader.Signed(),
        Running = reader.Number(long.MaxValue),
        Outcomes = ReadOutcomes(ref reader, size),
        RunTimes = new RunTimes(reader.Number(long.MaxValue), reader.Real(), reader.Real()),
        Consumers = ReadTexts(ref reader, size),
    };

    private static Dictionary<TaskOutcome, long> ReadOutcomes(ref BlobReader reader, int size)
    {
        var outcomes = new Dictionary<TaskOutcome, long>();
        for (long left = reader.Number(size); left > 0; left--)
        {
            var outcome = (TaskOutcome)reader.Byte();
            outcomes[outcome] = reader.Number(long.MaxValue);
        }

        return outcomes;
    }

    private static string[] ReadTexts(ref BlobReader reader, int size)
    {
        string[] texts = new string[reader.Number(size)];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.Text();
        }

        return texts;
    }
}
