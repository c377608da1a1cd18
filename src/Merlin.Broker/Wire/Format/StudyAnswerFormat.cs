using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Status;

namespace Merlin.Broker.Wire.Format;

/// <summary>Answers that tell where studies and their tasks stand.</summary>
internal static class StudyAnswerFormat
{
    public static void AddTo(MessageTable<BrokerMessage> table)
    {
        table.Add(FrameKind.StudyList, 2, WriteList, ReadList);
        table.Add(FrameKind.StudyStatusAnswer, 12, WriteStatus, ReadStatus);
        table.Add(FrameKind.TaskPageAnswer, 11, WritePage, ReadPage);
    }

    private static void WriteList(StudyList list, ref FieldWriter writer)
    {
        writer.Number(list.Request);
        writer.List(list.Studies, 14, WriteSummary);
    }

    private static StudyList ReadList(ref FieldReader reader) =>
        new(reader.Request(), reader.List("study", 14, ReadSummary, WireLimits.StudiesInList));

    private static void WriteSummary(StudySummary study, ref FieldWriter writer)
    {
        writer.Study(study.Study);
        writer.Name("study name", study.Name);
        writer.Name("workspace", study.Workspace);
        writer.Name("owner", study.Owner);
        writer.Time(study.Submitted.UnixMicros);
        writer.OptionalTime(study.Closed);
        writer.Number((int)study.End);
        writer.Flag(study.Held);
        writer.OptionalTask(study.Parent);
        writer.Names("shared with", study.SharedWith);
        writer.Number(study.Tasks);
        writer.Number(study.Ended);
        writer.Number(study.Unsuccessful);
        writer.Number(study.Running);
    }

    private static StudySummary ReadSummary(ref FieldReader reader) => new(
        reader.Study(),
        reader.Name("study name"),
        reader.Name("workspace"),
        reader.Name("owner"),
        reader.Time("submitted"),
        reader.OptionalTime("closed"),
        reader.Choice<StudyEnd>("end"),
        reader.Flag("held"),
        reader.OptionalTask("parent"),
        reader.Names("shared with"),
        reader.Number("tasks"),
        reader.Number("ended"),
        reader.Number("unsuccessful"),
        reader.Number("running"));

    private static void WriteStatus(StudyStatusAnswer answer, ref FieldWriter writer)
    {
        StudyStatus study = answer.Status;
        writer.Number(answer.Request);
        writer.Study(study.Study);
        writer.Name("study name", study.Name);
        writer.Name("workspace", study.Workspace);
        writer.Name("owner", study.Owner);
        writer.Time(study.Submitted.UnixMicros);
        writer.OptionalTime(study.Closed);
        writer.Number((int)study.End);
        writer.Flag(study.Held);
        writer.OptionalTask(study.Parent);
        writer.Names("shared with", study.SharedWith);
        writer.List(study.Arrays, 14, WriteArray);
    }

    // The process that answers is the one that runs the study: its answer is live.
    private static StudyStatusAnswer ReadStatus(ref FieldReader reader) => new(reader.Request(), new StudyStatus
    {
        Study = reader.Study(),
        Name = reader.Name("study name"),
        Workspace = reader.Name("workspace"),
        Owner = reader.Name("owner"),
        Submitted = reader.Time("submitted"),
        Closed = reader.OptionalTime("closed"),
        End = reader.Choice<StudyEnd>("end"),
        Held = reader.Flag("held"),
        Parent = reader.OptionalTask("parent"),
        SharedWith = reader.Names("shared with"),
        Live = true,
        Arrays = reader.List("array", 14, ReadArray),
    });

    private static void WriteArray(ArrayStatus array, ref FieldWriter writer)
    {
        writer.Number(array.Ordinal);
        writer.Name("array name", array.Name);
        writer.Name("queue", array.Queue);
        writer.Number(array.Count);
        writer.Number(array.Urgency);
        writer.Number(array.Waiting);
        writer.Number(array.Ready);
        writer.Number(array.Leased);
        writer.Number(array.Running);
        writer.Outcomes(array.Outcomes);
        writer.Number(array.RunTimes.Count);
        writer.Real(array.RunTimes.MeanSeconds);
        writer.Real(array.RunTimes.DeviationSeconds);
        writer.Names("consumer", array.Consumers);
    }

    private static ArrayStatus ReadArray(ref FieldReader reader) => new()
    {
        Ordinal = reader.Int("ordinal"),
        Name = reader.Name("array name"),
        Queue = reader.Name("queue"),
        Count = reader.Number("count"),
        Urgency = reader.Int("urgency"),
        Waiting = reader.Number("waiting"),
        Ready = reader.Number("ready"),
        Leased = reader.Number("leased"),
        Running = reader.Number("running"),
        Outcomes = reader.Outcomes(),
        RunTimes = new RunTimes(reader.Number("timed tasks"), reader.Real("mean seconds"), reader.Real("deviation seconds")),
        Consumers = reader.Names("consumer"),
    };

    private static void Outcomes(this ref FieldWriter writer, IReadOnlyDictionary<TaskOutcome, long> outcomes) =>
        writer.List([.. outcomes.OrderBy(pair => pair.Key)], 2, static (KeyValuePair<TaskOutcome, long> pair, ref FieldWriter fields) =>
        {
            fields.Number((int)pair.Key);
            fields.Number(pair.Value);
        });

    private static Dictionary<TaskOutcome, long> Outcomes(this ref FieldReader reader)
    {
        var outcomes = new Dictionary<TaskOutcome, long>();
        foreach ((TaskOutcome outcome, long count) in reader.List("outcome", 2, ReadOutcome))
        {
            if (!outcomes.TryAdd(outcome, count))
            {
                throw reader.Fault($"{outcome} is there twice");
            }
        }

        return outcomes;
    }

    private static (TaskOutcome Outcome, long Count) ReadOutcome(ref FieldReader reader) =>
        (reader.Choice<TaskOutcome>("outcome"), reader.Number("count of an outcome", 0, WireLimits.Tasks));

    private static void WritePage(TaskPageAnswer answer, ref FieldWriter writer)
    {
        IReadOnlyList<TaskRow> rows = answer.Page.Rows;
        writer.Number(answer.Request);
        writer.OptionalNumber(answer.Page.Next);
        writer.Tasks([.. rows.Select(Record)]);
        writer.Words(rows, static row => row.Consumer);
        writer.Words(rows, static row => row.Hosts);
        writer.Words(rows, static row => row.Job);
        writer.Words(rows, static row => row.Instance);
    }

    private static TaskPageAnswer ReadPage(ref FieldReader reader)
    {
        long request = reader.Request();
        long? next = reader.OptionalNumber("next", 0, WireLimits.Tasks);
        TaskRecord[] tasks = reader.Tasks(mayRun: true);
        string?[] consumers = reader.Words("consumer", tasks.Length);
        string?[] hosts = reader.More ? reader.Words("hosts", tasks.Length) : new string?[tasks.Length];
        string?[] jobs = reader.More ? reader.Words("job", tasks.Length) : new string?[tasks.Length];
        string?[] instances = reader.More ? reader.Words("instance", tasks.Length) : new string?[tasks.Length];
        var rows = new TaskRow[tasks.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = Row(tasks[i], consumers[i]) with { Hosts = hosts[i], Job = jobs[i], Instance = instances[i] };
        }

        return new TaskPageAnswer(request, new TaskPage(rows, next));
    }

    private static TaskRecord Record(TaskRow row) => new(
        row.Index, row.Outcome, row.ExitCode, row.Attempt, row.StartMicros, row.DurationMicros, row.ElapsedMicros);

    private static TaskRow Row(in TaskRecord task, string? consumer) => new(
        task.Index,
        task.Outcome,
        task.ExitCode,
        task.Attempt,
        task.StartMicros,
        task.DurationMicros,
        task.ElapsedMicros,
        consumer);
}
