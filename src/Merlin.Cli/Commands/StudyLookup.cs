using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Cli.Studies.Remote;

namespace Merlin.Cli.Commands;

/// <summary>The options by which <c>status</c> and <c>detailed-status</c> find the study to tell of.</summary>
internal sealed class StudyLookup
{
    private readonly Argument<string> _place = new("spec_or_workspace")
    {
        Description = "The workspace of a study, a spec of which studies were run, or the number of a study on a broker.",
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

    private readonly Option<string?> _broker = CommonOptions.Broker();

    /// <summary>Asks for output for programs.</summary>
    public Option<bool> Json { get; } = CommonOptions.Json();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_place);
        command.Add(_outputPath);
        command.Add(_noPrompts);
        command.Add(_broker);
        command.Add(CommonOptions.TaskServer());
        command.Add(Json);
    }

    /// <summary>Whether questions may be asked.</summary>
    public bool MayAsk(ParseResult result) => !result.GetValue(_noPrompts) && !result.GetValue(Json);

    /// <summary>Opens the study that is meant.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="terminal">Whom to ask, and where warnings go.</param>
    /// <param name="stop">Ends every wait for a broker.</param>
    public async Task<IStudyView> OpenAsync(ParseResult result, Terminal terminal, CancellationToken stop)
    {
        string place = result.GetRequiredValue(_place);
        if (!Path.Exists(place) && place.All(char.IsAsciiDigit) && place.Length > 0)
        {
            return await OpenOnBrokerAsync(place, result.GetValue(_broker), terminal, stop);
        }

        var chooser = new StudyChooser(terminal, MayAsk(result));
        string workspace = chooser.Find(place, result.GetValue(_outputPath));
        return await StudyDirectory.OpenAsync(workspace, result.GetValue(_broker), terminal, stop);
    }

    private static async Task<IStudyView> OpenOnBrokerAsync(
        string number, string? broker, Terminal terminal, CancellationToken stop)
    {
        BrokerSession session = await BrokerSession.OpenAsync(terminal, broker, stop);
        try
        {
            StudySummary study = await new StudyFinder(session, terminal.Log).FindAsync(number, stop);
            return await RemoteStudyView.OpenAsync(session, study, study.Workspace, terminal, stop);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
