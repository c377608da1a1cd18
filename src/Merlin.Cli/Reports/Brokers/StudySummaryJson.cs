using System.Text.Json;
using Merlin.Broker.Messages.Answers;

namespace Merlin.Cli.Reports.Brokers;

/// <summary>The JSON of a study in a list; no key is ever renamed.</summary>
internal static class StudySummaryJson
{
    /// <summary>
    /// Writes the object: <c>id</c>, <c>study</c>, <c>workspace</c>, <c>owner</c>, <c>state</c>, <c>held</c>, <c>submitted</c>,
    /// <c>closed</c> (null while tasks are left), <c>parent</c> (null, or the study, node's place and index of the task that
    /// submitted it), <c>shared_with</c>, <c>tasks</c>, <c>ended</c>, <c>unsuccessful</c> and <c>running</c>.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, StudySummary study)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", study.Study.Value);
        writer.WriteString("study", study.Name);
        writer.WriteString("workspace", study.Workspace);
        writer.WriteString("owner", study.Owner);
        writer.WriteString("state", StudyListReport.StateOf(study));
        writer.WriteBoolean("held", study.Held);
        writer.WriteString("submitted", TimeText.Iso(study.Submitted.ToDateTimeOffset()));
        writer.WriteString("closed", study.Closed is { } closed ? TimeText.Iso(closed.ToDateTimeOffset()) : null);
        WriteParent(writer, study);
        StudyJson.WriteList(writer, "shared_with", study.SharedWith);
        writer.WriteNumber("tasks", study.Tasks);
        writer.WriteNumber("ended", study.Ended);
        writer.WriteNumber("unsuccessful", study.Unsuccessful);
        writer.WriteNumber("running", study.Running);
        writer.WriteEndObject();
    }

    private static void WriteParent(Utf8JsonWriter writer, StudySummary study)
    {
        if (study.Parent is not { } parent)
        {
            writer.WriteNull("parent");
            return;
        }

        writer.WriteStartObject("parent");
        writer.WriteNumber("id", parent.Array.Study.Value);
        writer.WriteNumber("node", parent.Array.Ordinal);
        writer.WriteNumber("index", parent.Index);
        writer.WriteEndObject();
    }
}
