using System.CommandLine;

namespace Merlin.Cli.Invocation;

/// <summary>
/// Completes abbreviated long options: a prefix that only one option of the command has stands for that option.
/// </summary>
internal static class OptionPrefixes
{
    /// <summary>Rewrites a command line so that every long option has its full name.</summary>
    /// <param name="root">The command tree.</param>
    /// <param name="words">The words as typed.</param>
    /// <exception cref="UsageException">A prefix fits several options.</exception>
    public static IReadOnlyList<string> Complete(Command root, IReadOnlyList<string> words)
    {
        var completed = new List<string>(words.Count);
        Command command = root;
        int values = 0;
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (word == "--")
            {
                completed.AddRange(words.Skip(i));
                break;
            }

            if (word.StartsWith('-'))
            {
                word = CompleteOne(command, word);
                values = ValuesAfter(command, word);
            }
            else if (values > 0)
            {
                values--;
            }
            else if (command.Subcommands.FirstOrDefault(sub => IsNamed(sub, word)) is { } inner)
            {
                command = inner;
            }

            completed.Add(word);
        }

        return completed;
    }

    private static string CompleteOne(Command command, string word)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
        {
            return word;
        }

        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string typed = equals < 0 ? word : word[..equals];
        string[] names = [.. command.Options.SelectMany(NamesOf)];
        if (names.Contains(typed))
        {
            return word;
        }

        string[] fitting = [.. command.Options
            .Where(option => NamesOf(option).Any(name => name.StartsWith(typed, StringComparison.Ordinal)))
            .Select(option => option.Name)];
        return fitting.Length switch
        {
            0 => word,
            1 => fitting[0] + (equals < 0 ? string.Empty : word[equals..]),
            _ => throw new UsageException(
                command, $"option '{typed}' is ambiguous: it could be {string.Join(", ", fitting.Order())}."),
        };
    }

    private static int ValuesAfter(Command command, string word) =>
        word.Contains('=', StringComparison.Ordinal)
            ? 0
            : command.Options.FirstOrDefault(option => NamesOf(option).Contains(word)) switch
            {
                null => 0,
                { AllowMultipleArgumentsPerToken: true } => int.MaxValue,
                var option => option.Arity.MaximumNumberOfValues > 0 ? 1 : 0,
            };

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Prepend(option.Name);

    private static bool IsNamed(Command command, string word) =>
        command.Name == word || command.Aliases.Contains(word);
}
