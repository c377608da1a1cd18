using System.Globalization;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Studies.Remote;

/// <summary>Finds the study of a broker that a person means: by its number, its workspace or its name.</summary>
internal sealed class StudyFinder
{
    private const int MostOfAName = 100;
    private readonly BrokerSession _session;
    private readonly LogLines _log;

    /// <summary>A finder.</summary>
    /// <param name="session">The broker.</param>
    /// <param name="log">Told when a name was not clear.</param>
    public StudyFinder(BrokerSession session, LogLines log)
    {
        _session = session;
        _log = log;
    }

    /// <summary>
    /// Finds the study. Of several of one workspace the newest is meant; of several of one name, the only one that runs,
    /// else the newest, with a warning.
    /// </summary>
    /// <param name="text">As typed.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="UserErrorException">There is none.</exception>
    public async Task<StudySummary> FindAsync(string text, CancellationToken stop) =>
        await TryFindAsync(text, stop) ?? throw new UserErrorException(
            $"The broker knows no study '{text}'. Name it by its number, its name or its workspace; 'merlin studies --all' lists them.");

    /// <summary>Finds the study, or null when there is none.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<StudySummary?> TryFindAsync(string text, CancellationToken stop)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return await ByNumberAsync(number, stop);
        }

        return IsPath(text) && await NewestOfAsync(UserPath.Resolve(text), stop) is { } study
            ? study
            : await ByNameAsync(text, stop);
    }

    /// <summary>The study of a workspace that was submitted last, or null.</summary>
    /// <param name="workspace">Absolute path of the workspace.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<StudySummary?> NewestOfAsync(string workspace, CancellationToken stop)
    {
        string path = Path.TrimEndingDirectorySeparator(workspace);
        StudyList found = await _session.AskAsync<StudyList>(
            number => new StudyListRequest(number, Ended: true, Name: null, path, Before: null, Limit: 1), stop);
        return found.Studies is [var newest, ..] ? newest : null;
    }

    /// <summary>The study of a number, or null.</summary>
    /// <param name="study">The number.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<StudySummary?> ByNumberAsync(long study, CancellationToken stop)
    {
        if (study is < 1 or long.MaxValue)
        {
            return null;
        }

        StudyList found = await _session.AskAsync<StudyList>(
            number => new StudyListRequest(number, Ended: true, Name: null, Workspace: null, study + 1, Limit: 1), stop);
        return found.Studies.FirstOrDefault(summary => summary.Study.Value == study);
    }

    private async Task<StudySummary?> ByNameAsync(string name, CancellationToken stop)
    {
        IReadOnlyList<StudySummary> running = await NamedAsync(name, ended: false, MostOfAName, stop);
        if (running is [var only])
        {
            return only;
        }

        IReadOnlyList<StudySummary> all = running.Count > 0 ? running : await NamedAsync(name, ended: true, 2, stop);
        if (all is not [var newest, ..])
        {
            return null;
        }

        if (all.Count > 1)
        {
            _log.Warning(string.Create(
                CultureInfo.InvariantCulture,
                $"Several studies are called '{name}'; the newest, study {newest.Study.Value}, is meant."));
        }

        return newest;
    }

    private async Task<IReadOnlyList<StudySummary>> NamedAsync(string name, bool ended, int limit, CancellationToken stop) =>
        (await _session.AskAsync<StudyList>(
            number => new StudyListRequest(number, ended, name, Workspace: null, Before: null, limit), stop)).Studies
            .Where(study => ended || study.End == StudyEnd.None)
            .ToList();

    private static bool IsPath(string text) =>
        text.Contains('/', StringComparison.Ordinal) || text.StartsWith('~') || text.StartsWith('$') || Directory.Exists(text);
}
