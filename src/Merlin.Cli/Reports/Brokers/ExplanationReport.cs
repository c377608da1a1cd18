using System.Globalization;
using System.Text.Json;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Reports.Brokers;

/// <summary>Why a study, or some of its tasks, are not running.</summary>
internal sealed class ExplanationReport : IAnswer
{
    private readonly StudySummary _study;
    private readonly IReadOnlyList<NodeExplanation> _explanations;

    /// <summary>An answer.</summary>
    public ExplanationReport(StudySummary study, IReadOnlyList<NodeExplanation> explanations)
    {
        _study = study;
        _explanations = explanations;
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        foreach (NodeExplanation explanation in _explanations)
        {
            writer.WriteLine($"{Title(explanation)}:");
            foreach (string reason in explanation.Reasons)
            {
                writer.WriteLine($"  {reason}");
            }
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", _study.Study.Value);
        writer.WriteString("study", _study.Name);
        writer.WriteStartArray("explanations");
        foreach (NodeExplanation explanation in _explanations)
        {
            writer.WriteStartObject();
            writer.WriteString("node", explanation.Node);
            if (explanation.Index is { } index)
            {
                writer.WriteNumber("index", index);
            }
            else
            {
                writer.WriteNull("index");
            }

            StudyJson.WriteList(writer, "reasons", explanation.Reasons);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private string Title(NodeExplanation explanation) => explanation switch
    {
        { Node: null } => string.Create(CultureInfo.InvariantCulture, $"Study {_study.Study.Value} '{_study.Name}'"),
        { Index: { } index } => string.Create(CultureInfo.InvariantCulture, $"{explanation.Node}, task {index}"),
        _ => explanation.Node,
    };
}
