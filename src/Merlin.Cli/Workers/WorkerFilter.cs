using System.Text.RegularExpressions;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Workers;

/// <summary>Which of a user's workers a command is about.</summary>
/// <param name="queues">Names of queues on the broker; null when workers were not asked for by queue.</param>
/// <param name="names">Patterns of workers' names; null when workers were not asked for by name.</param>
internal sealed class WorkerFilter(IReadOnlyList<string>? queues, IReadOnlyList<Regex>? names)
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>Whether every worker is meant.</summary>
    public bool IsEmpty => queues is null && names is null;

    /// <summary>The name under which a worker is shown and matched.</summary>
    public static string TitleOf(ConsumerSummary worker) => $"{worker.Name}@{worker.Host}";

    /// <summary>Reads a pattern as a user types it; it matches anywhere in a worker's name.</summary>
    /// <exception cref="UserErrorException">It is no pattern.</exception>
    public static Regex Pattern(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant, MatchLimit);
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(
                $"'{text}' is no regular expression, as --workers takes them: put a backslash before signs that stand for themselves.", e);
        }
    }

    /// <summary>Whether a worker serves one of the queues and bears one of the names, as far as these were asked for.</summary>
    public bool MatchesAll(ConsumerSummary worker) =>
        (queues is null || Serves(worker, queues)) && (names is null || IsNamed(worker, names));

    /// <summary>Whether a worker serves one of the queues or bears one of the names; every worker when nothing was asked for.</summary>
    public bool MatchesAny(ConsumerSummary worker) =>
        IsEmpty || (queues is not null && Serves(worker, queues)) || (names is not null && IsNamed(worker, names));

    private static bool Serves(ConsumerSummary worker, IReadOnlyList<string> queues) =>
        worker.Queues.Count == 0 || worker.Queues.Intersect(queues).Any();

    private static bool IsNamed(ConsumerSummary worker, IReadOnlyList<Regex> names)
    {
        string title = TitleOf(worker);
        return names.Any(name => name.IsMatch(title));
    }
}
