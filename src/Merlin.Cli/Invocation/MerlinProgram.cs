using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Merlin.Cli.Commands;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Invocation;

/// <summary>Runs one command line from its words to the exit status; no exception leaves it.</summary>
internal sealed class MerlinProgram
{
    private static readonly ParserConfiguration Parsing = new()
    {
        // A path may begin with '@'; it names a file, not more words.
        ResponseFileTokenReplacer = null,
        // Short options such as -lvl have several letters and stand alone.
        EnablePosixBundling = false,
    };

    private readonly Terminal _terminal;
    private readonly CommandTree _tree;

    /// <summary>A program.</summary>
    /// <param name="terminal">What it reads from and writes to.</param>
    /// <param name="tree">What it can do.</param>
    public MerlinProgram(Terminal terminal, CommandTree tree)
    {
        _terminal = terminal;
        _tree = tree;
    }

    /// <summary>Executes a command line.</summary>
    /// <param name="words">The words after the program's name.</param>
    /// <returns>The exit status.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        int status = ExitCode.Success;
        try
        {
            status = await ParseAndInvokeAsync(words);
            await _terminal.Out.FlushAsync();
        }
        catch (IOException e) when (Pipe.IsBroken(e))
        {
            // The reader of our output has seen enough (merlin status | head).
        }

        return status;
    }

    private async Task<int> ParseAndInvokeAsync(IReadOnlyList<string> words)
    {
        ParseResult result;
        try
        {
            bool asksForCompletions = words.Count > 0 && words[0].StartsWith("[suggest", StringComparison.Ordinal);
            result = _tree.Root.Parse(asksForCompletions ? words : CommandWords.Complete(_tree.Root, words), Parsing);
        }
        catch (UsageException e)
        {
            return ReportUsage(e.Command, words, [e.Message]);
        }

        if (result.Action is ParseErrorAction)
        {
            return ReportUsage(result.CommandResult.Command, words, result.Errors.Select(static error => error.Message));
        }

        _terminal.Log.Minimum = _tree.LevelOf(result);
        return await InvokeAsync(result, words);
    }

    private async Task<int> InvokeAsync(ParseResult result, IReadOnlyList<string> words)
    {
        try
        {
            return await result.InvokeAsync(Invocation(_terminal.Out));
        }
        catch (UsageException e)
        {
            return ReportUsage(e.Command, words, [e.Message]);
        }
        catch (OperationCanceledException e) when (e is not InterruptedException)
        {
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last place where an exception can become a sentence for the user.
        catch (Exception e) when (e is not IOException io || !Pipe.IsBroken(io))
#pragma warning restore CA1031
        {
            return new Failure(e).Report(_terminal, WantsJson(result));
        }
    }

    private int ReportUsage(Command command, IReadOnlyList<string> words, IEnumerable<string> messages)
    {
        string[] distinct = [.. messages.Distinct()];
        foreach (string message in distinct)
        {
            _terminal.Error.WriteLine($"error: {message}");
        }

        // Words that could not be understood have no options; so the words themselves are looked at.
        if (words.Contains(CommonOptions.JsonName))
        {
            Failure.WriteJson(_terminal, distinct);
        }

        _terminal.Error.WriteLine();
        ShowHelp(command, _terminal.Error);
        return ExitCode.Usage;
    }

    /// <summary>Writes the help of a command.</summary>
    internal static void ShowHelp(Command command, TextWriter writer)
    {
        IEnumerable<string> path = CommandTree.PathOf(command);
        Command root = command;
        while (root.Parents.OfType<Command>().FirstOrDefault() is { } parent)
        {
            root = parent;
        }

        ParseResult help = root.Parse([.. path, "--help"], Parsing);
        ((HelpAction)help.Action!).Invoke(WithOutput(help, writer));
    }

    private static ParseResult WithOutput(ParseResult result, TextWriter writer)
    {
        result.InvocationConfiguration.Output = writer;
        return result;
    }

    private static InvocationConfiguration Invocation(TextWriter output) => new()
    {
        Output = output,
        EnableDefaultExceptionHandler = false,
        // Interrupts belong to the commands that know what to stop.
        ProcessTerminationTimeout = null,
    };

    private static bool WantsJson(ParseResult result) =>
        result.CommandResult.Command.Options.FirstOrDefault(static option => option.Name == CommonOptions.JsonName) is Option<bool> json
        && result.GetResult(json) is { Errors: var errors } && !errors.Any()
        && result.GetValue(json);
}
