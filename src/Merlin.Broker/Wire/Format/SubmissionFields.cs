using Merlin.Broker.Messages;

namespace Merlin.Broker.Wire.Format;

/// <summary>
/// A study as it is submitted. Its owner does not travel: the broker takes the one to whom the line's key belongs.
/// </summary>
internal static class SubmissionFields
{
    public static void Submission(this ref FieldWriter writer, StudySubmission submission)
    {
        writer.Name("study name", submission.Name);
        writer.Name("workspace", submission.Workspace);
        writer.List(submission.Arrays, 11, WriteArray);
        writer.Bytes(submission.Plan.Span);
        writer.Name("token", submission.Token);
        writer.OptionalTask(submission.Parent);
    }

    public static StudySubmission Submission(this ref FieldReader reader) => new(
        reader.Name("study name"),
        reader.Name("workspace"),
        Owner: "",
        reader.List("array", 6, ReadArray),
        reader.Bytes("plan"))
    {
        Token = reader.More ? reader.Name("token") : "",
        Parent = reader.More ? reader.OptionalTask("parent") : null,
    };

    private static void WriteArray(ArraySpec array, ref FieldWriter writer)
    {
        writer.Name("array name", array.Name);
        writer.Name("queue", array.Queue);
        writer.Number(array.Count);
        writer.Number(array.Urgency);
        writer.Number(array.MaxRetries);
        writer.Span(array.RetryDelay);
        writer.List(array.Dependencies, 2, WriteDependency);
        writer.Name("step", array.Step);
        writer.OptionalSpan(array.Walltime);
        writer.Flag(array.Sampled);
        writer.Shape(array.Shape);
    }

    private static ArraySpec ReadArray(ref FieldReader reader) => new(
        reader.Name("array name"),
        reader.Name("queue"),
        reader.Number("count"),
        reader.Int("urgency"),
        reader.Int("retries"),
        reader.Span("retry delay"),
        reader.More ? reader.List("dependency", 2, ReadDependency) : [])
    {
        Step = reader.More ? reader.Name("step") : "",
        Walltime = reader.More ? reader.OptionalSpan("walltime") : null,
        Sampled = reader.More && reader.Flag("sampled"),
        Shape = reader.More ? reader.Shape() : ResourceShape.OneCore,
    };

    private static void WriteDependency(ArrayDependency dependency, ref FieldWriter writer)
    {
        writer.Number(dependency.Ordinal);
        writer.Number((int)dependency.Kind);
    }

    private static ArrayDependency ReadDependency(ref FieldReader reader) =>
        new(reader.Int("dependency's ordinal"), reader.Choice<ArrayDependencyKind>("dependency's kind"));
}
