using System.Globalization;
using System.Text.Json;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Reports.Brokers;

/// <summary>A broker's studies, those that tasks submitted under the studies of these tasks.</summary>
internal sealed class StudyListReport : IAnswer
{
    private const int MostIndented = 10;
    private readonly IReadOnlyList<(StudySummary Study, int Depth)> _rows;
    private readonly bool _owners;
    private readonly TimeZoneInfo _zone;
    private readonly bool _areLeftOut;

    /// <summary>An answer.</summary>
    /// <param name="studies">The studies, the newest first.</param>
    /// <param name="asker">The user who asked; owners are told when there are others.</param>
    /// <param name="zone">The zone of the times that people read.</param>
    /// <param name="areLeftOut">Whether there are ended studies beside these; told when there are no others.</param>
    public StudyListReport(IReadOnlyList<StudySummary> studies, string asker, TimeZoneInfo zone, bool areLeftOut = false)
    {
        _areLeftOut = areLeftOut;
        _zone = zone;
        _owners = studies.Any(study => study.Owner != asker);
        HashSet<StudyId> listed = [.. studies.Select(static study => study.Study)];
        ILookup<StudyId?, StudySummary> children = studies.ToLookup(
            study => study.Parent is { Array.Study: var parent } && listed.Contains(parent) ? parent : (StudyId?)null);
        _rows = [.. Walk(children, parent: null)];
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        if (_rows.Count == 0)
        {
            writer.WriteLine(_areLeftOut ? "No open studies; --all shows those that have ended." : "No studies.");
            return;
        }

        string[] headers = ["Study", "Name", "State", "Tasks", "Ended", "Unsuccessful", "Running", "Submitted", "Workspace"];
        var table = new TextTable(_owners ? [.. headers, "Owner"] : headers);
        foreach ((StudySummary study, int depth) in _rows)
        {
            string[] cells = Cells(study, depth);
            table.Add(_owners ? [.. cells, study.Owner] : cells);
        }

        table.Write(writer);
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("studies");
        foreach ((StudySummary study, _) in _rows)
        {
            StudySummaryJson.Write(writer, study);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>How a study stands, in a word.</summary>
    public static string StateOf(StudySummary study) => study switch
    {
        { End: StudyEnd.Completed } => "completed",
        { End: StudyEnd.HardFailed } => "hard_failed",
        { End: StudyEnd.Cancelled } => "cancelled",
        { Held: true } => "held",
        { Running: > 0 } => "running",
        { Ended: > 0 } => "begun", // tasks that end between two heartbeats are never seen running
        _ => "waiting",
    };

    private static IEnumerable<(StudySummary Study, int Depth)> Walk(
        ILookup<StudyId?, StudySummary> children, StudyId? parent)
    {
        // Children have larger numbers than their parents, so no chain of parents comes back to itself; and a run that
        // starts the next one may go on for thousands of generations, which recursion would not survive.
        var open = new Stack<(StudySummary Study, int Depth)>(children[parent].Reverse().Select(static study => (study, 0)));
        while (open.TryPop(out (StudySummary Study, int Depth) next))
        {
            yield return next;
            foreach (StudySummary child in children[next.Study.Study].Reverse())
            {
                open.Push((child, next.Depth + 1));
            }
        }
    }

    private string[] Cells(StudySummary study, int depth) =>
    [
        new string(' ', 2 * Math.Min(depth, MostIndented)) + Number(study.Study.Value),
        study.Name,
        StateOf(study),
        Number(study.Tasks),
        Number(study.Ended),
        Number(study.Unsuccessful),
        Number(study.Running),
        TimeText.Of(TimeZoneInfo.ConvertTime(study.Submitted.ToDateTimeOffset(), _zone)),
        study.Workspace,
    ];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
