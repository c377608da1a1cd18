using System.CommandLine;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Commands;

/// <summary>The options by which <c>status</c> and <c>detailed-status</c> find the study to tell of.</summary>
internal sealed class StudyLookup
{
    private readonly Argument<string> _place = new("spec_or_workspace")
    {
        Description = "The workspace of a study, or a spec of which studies were run.",
    };

    private readonly Option<string?> _outputPath = new("--output-path", "-o")
    {
        Description = "With a spec: where its studies are (default: the spec's OUTPUT_PATH).",
        HelpName = "DIR",
    };

    private readonly Option<bool> _noPrompts = new("--no-prompts")
    {
        Description = "Ask nothing; with a spec, take the newest study.",
    };

    /// <summary>Asks for output for programs.</summary>
    public Option<bool> Json { get; } = CommonOptions.Json();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_place);
        command.Add(_outputPath);
        command.Add(_noPrompts);
        command.Add(CommonOptions.TaskServer());
        command.Add(Json);
    }

    /// <summary>Whether questions may be asked.</summary>
    public bool MayAsk(ParseResult result) => !result.GetValue(_noPrompts) && !result.GetValue(Json);

    /// <summary>Opens the study that is meant.</summary>
    public IStudyView Open(ParseResult result, Terminal terminal)
    {
        var chooser = new StudyChooser(terminal, MayAsk(result));
        string workspace = chooser.Find(result.GetRequiredValue(_place), result.GetValue(_outputPath));
        return StudyDirectory.Open(workspace, terminal.Log);
    }
}
