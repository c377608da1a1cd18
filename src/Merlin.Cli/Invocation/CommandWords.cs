using System.CommandLine;
using System.Globalization;

namespace Merlin.Cli.Invocation;

/// <summary>
/// Prepares a command line for parsing: a prefix that only one long option of the command has stands for that option,
/// and a word that looks like an option and is none is refused, so that it is never taken for a file or a value.
/// </summary>
internal static class CommandWords
{
    private const int ShortLength = 2;

    /// <summary>Rewrites a command line so that every long option has its full name.</summary>
    /// <param name="root">The command tree.</param>
    /// <param name="words">The words as typed.</param>
    /// <exception cref="UsageException">A word begins no option, or several.</exception>
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

            if (LooksLikeOption(word))
            {
                (word, values) = CompleteOne(command, word);
            }
            else if (values > 0)
            {
                values--;
            }
            else if (command.Subcommands.FirstOrDefault(sub => sub.Name == word) is { } inner)
            {
                command = inner;
            }

            completed.Add(word);
        }

        return completed;
    }

    // A word with blanks in its name is a value that begins with a dash, as in --worker-args "-l INFO".
    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-'
        && !word.Split('=', 2)[0].Contains(' ', StringComparison.Ordinal)
        && !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>The word with the option's full name, and how many of the next words are the option's.</summary>
    private static (string Word, int Values) CompleteOne(Command command, string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string typed = equals < 0 ? word : word[..equals];
        if (FindAttached(command, word) is not null)
        {
            return ($"{word[..ShortLength]}={word[ShortLength..]}", 0);
        }

        Option option = Find(command, typed);
        if (!NamesOf(option).Contains(typed))
        {
            word = option.Name + word[typed.Length..];
        }

        int values = option.AllowMultipleArgumentsPerToken ? int.MaxValue : Math.Min(1, option.Arity.MaximumNumberOfValues);
        return (word, equals < 0 ? values : 0);
    }

    /// <summary>The option whose short name and value are written as one word (<c>-c4</c>), if the word is one.</summary>
    private static Option? FindAttached(Command command, string word)
    {
        Option[] options = [.. OptionsOf(command)];
        bool isWhole = options.Any(option => NamesOf(option).Any(name => word == name || word.StartsWith(name + "=", StringComparison.Ordinal)));
        return word.Length > ShortLength && word[1] != '-' && !isWhole
            ? options.FirstOrDefault(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)
                && NamesOf(option).Contains(word[..ShortLength]))
            : null;
    }

    private static Option Find(Command command, string typed)
    {
        Option[] options = [.. OptionsOf(command)];
        if (options.FirstOrDefault(option => NamesOf(option).Contains(typed)) is { } named)
        {
            return named;
        }

        Option[] fitting = typed.StartsWith("--", StringComparison.Ordinal)
            ? [.. options.Where(option => NamesOf(option).Any(name => name.StartsWith(typed, StringComparison.Ordinal)))]
            : [];
        return fitting switch
        {
            [var only] => only,
            [] => throw new UsageException(command, $"there is no option '{typed}' here."),
            _ => throw new UsageException(
                command,
                $"option '{typed}' is ambiguous: it could be {string.Join(", ", fitting.Select(static option => option.Name).Order())}."),
        };
    }

    /// <summary>The command's own options and those that all commands above share with it.</summary>
    private static IEnumerable<Option> OptionsOf(Command command) => command.Options.Concat(
        command.Parents.OfType<Command>().SelectMany(OptionsOf).Where(static option => option.Recursive));

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Prepend(option.Name);
}
