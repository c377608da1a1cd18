using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Merlin.Workflow.Launching.Workers;

/// <summary>Writes the command line of one worker process, <c>merlin worker …</c>, with the options that users know.</summary>
public static partial class WorkerProgram
{
    private const string Program = "merlin worker";

    /// <summary>The words of <see cref="Write"/> that follow <c>merlin worker</c>, for a shell.</summary>
    /// <inheritdoc cref="Write" path="/param"/>
    public static string Options(string name, string arguments, IReadOnlyList<string> queues, string? level) =>
        Write(name, arguments, queues, level)[(Program.Length + 1)..];

    /// <summary>How many tasks a worker runs at once by its options, or null when they do not say.</summary>
    /// <param name="arguments">Options as the spec or the user gives them.</param>
    public static int? ConcurrencyIn(string arguments) =>
        StatesConcurrency().Matches(arguments) is [.., var last]
        && int.TryParse(last.Groups["tasks"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int tasks)
        && tasks > 0
            ? tasks
            : null;

    /// <summary>Writes the command line.</summary>
    /// <param name="name">The worker's name.</param>
    /// <param name="arguments">Options as the spec or the user gives them, verbatim; may be empty.</param>
    /// <param name="queues">The names of the queues on the broker, each once.</param>
    /// <param name="level">The level of its log, or null to leave it out.</param>
    public static string Write(string name, string arguments, IReadOnlyList<string> queues, string? level)
    {
        StringBuilder line = new(Program);
        Append(line, arguments.Trim());
        if (!NamesItself().IsMatch(arguments))
        {
            // The two percent signs are what a worker's own parser makes one host name of.
            Append(line, $"-n {name}.%%h");
        }

        if (level is not null && !NamesLevel().IsMatch(arguments))
        {
            Append(line, $"-l {level}");
        }

        return Append(line, "-Q " + Quote(string.Join(',', queues))).ToString();
    }

    private static StringBuilder Append(StringBuilder line, string words) =>
        words.Length == 0 ? line : line.Append(' ').Append(words);

    private static string Quote(string text) => PlainWord().IsMatch(text)
        ? text
        : $"'{text.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"(^|\s)(-n|--hostname)(=|\s|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamesItself();

    [GeneratedRegex(@"(^|\s)(-l|--loglevel)(=|\s|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamesLevel();

    [GeneratedRegex(@"(^|\s)(-c\s*|--concurrency(=|\s+))(?<tasks>\d+)(?=\s|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatesConcurrency();

    [GeneratedRegex(@"^[\w@%+=:,./-]+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainWord();
}
