using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Commands;

/// <summary>The options that say which tasks <c>detailed-status</c> shows.</summary>
internal sealed class FilterOptions
{
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);
    private static readonly string[] ReturnCodes =
    [
        "SUCCESS", "SOFT_FAIL", "HARD_FAIL", "STOP_WORKERS", "RESTART", "RETRY", "DRY_SUCCESS", "UNRECOGNIZED",
    ];

    private readonly Option<int?> _maxTasks = CommonOptions.Number("--max-tasks");

    private readonly Option<string[]> _returnCodes =
        Choices("--return-code", "Show tasks with one of these return codes", ReturnCodes);

    private readonly Option<string[]> _steps = CommonOptions.Steps("Show these steps");

    private readonly Option<string[]> _queues = new("--task-queues")
    {
        Description = "Show the steps of these task queues.",
        HelpName = "QUEUE",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _states = Choices(
        "--task-status", "Show tasks in one of these states", [.. StateWords.All.Select(StateWords.Text)]);

    private readonly Option<string[]> _workers = new("--workers")
    {
        Description = "Show tasks that one of these workers ran; regular expressions.",
        HelpName = "REGEX",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _maxTasks.Description = "Show this many tasks at most.";
        foreach (Option option in new Option[] { _maxTasks, _returnCodes, _steps, _queues, _states, _workers })
        {
            command.Add(option);
        }
    }

    /// <summary>Reads the options; names that the study does not have, and wishes without effect, are warned of.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="view">The study.</param>
    /// <param name="log">Takes the warnings.</param>
    public TaskFilter Read(ParseResult result, IStudyView view, LogLines log) => new()
    {
        Steps = Known(
            Wanted(result, _steps, CommonOptions.AllSteps), view.Summarise().Select(static step => step.Name), "step", log),
        Queues = Known(
            Wanted(result, _queues, string.Empty), view.Nodes.Select(static node => node.Queue).OfType<string>(), "task queue", log),
        States = [.. Wanted(result, _states, string.Empty).Select(static word => StateWords.Parse(word.ToUpperInvariant())!.Value)],
        ReturnCodes = ReadReturnCodes(Wanted(result, _returnCodes, string.Empty), log),
        Workers = [.. Wanted(result, _workers, string.Empty).Select(Pattern)],
        MaxTasks = ReadLimit(result.GetValue(_maxTasks), log),
    };

    private static Option<string[]> Choices(string name, string purpose, string[] words)
    {
        var option = new Option<string[]>(name)
        {
            Description = $"{purpose}: {string.Join(", ", words)}.",
            HelpName = "WORD",
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
        };
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => !words.Contains(token.Value.ToUpperInvariant())))
            {
                result.AddError($"{name} cannot be '{token.Value}'; choose from {string.Join(", ", words)}.");
            }
        });
        return option;
    }

    private static string[] Wanted(ParseResult result, Option<string[]> option, string everything)
    {
        string[] words = result.GetValue(option) ?? [];
        return words.Contains(everything) ? [] : words;
    }

    private static List<string>? Known(
        string[] wanted, IEnumerable<string> existing, string what, LogLines log)
    {
        if (wanted.Length == 0)
        {
            return null;
        }

        HashSet<string> names = [.. existing];
        foreach (string unknown in wanted.Where(name => !names.Contains(name)))
        {
            log.Warning($"The study has no {what} '{unknown}'; it is left out. It has: {string.Join(", ", names)}.");
        }

        return [.. wanted.Where(names.Contains)];
    }

    private static List<string> ReadReturnCodes(string[] words, LogLines log)
    {
        var codes = new List<string>();
        foreach (string word in words.Select(static word => word.ToUpperInvariant()))
        {
            if (word is "RESTART" or "RETRY")
            {
                log.Warning($"No task ends with the return code {word}; it is left out.");
            }
            else
            {
                codes.Add($"MERLIN_{word}");
            }
        }

        return codes;
    }

    private static Regex Pattern(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, PatternLimit);
        }
        catch (RegexParseException e)
        {
            throw new UserErrorException($"--workers '{text}' is not a regular expression: look at character {e.Offset + 1}. A backslash before ( [ * + ? . means the character itself.", e);
        }
    }

    private static int? ReadLimit(int? limit, LogLines log)
    {
        if (limit is <= 0)
        {
            log.Warning($"--max-tasks must be greater than 0, not {limit}; it is left out.");
            return null;
        }

        return limit;
    }
}
