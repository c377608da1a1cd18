using System.Globalization;
using System.Text.Json;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Reports.Brokers;

/// <summary>What was done to a study at a person's request.</summary>
internal sealed class SteeredStudy : IAnswer
{
    private readonly StudySummary _study;
    private readonly string _word;
    private readonly string _sentence;

    /// <summary>An answer.</summary>
    /// <param name="study">The study.</param>
    /// <param name="word">What was done, for programs.</param>
    /// <param name="sentence">What was done, as the end of a sentence that begins with the study.</param>
    public SteeredStudy(StudySummary study, string word, string sentence)
    {
        _study = study;
        _word = word;
        _sentence = sentence;
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter writer) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"Study {_study.Study.Value} '{_study.Name}' {_sentence}."));

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", _study.Study.Value);
        writer.WriteString("study", _study.Name);
        writer.WriteString("workspace", _study.Workspace);
        writer.WriteString("done", _word);
        writer.WriteEndObject();
    }
}
