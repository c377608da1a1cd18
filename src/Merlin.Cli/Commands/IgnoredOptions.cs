using System.CommandLine;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary>Options that command lines of other Merlins have and that mean nothing here: accepted, and told once.</summary>
internal sealed class IgnoredOptions
{
    private readonly List<Option> _options = [];

    /// <summary>Takes an option in.</summary>
    /// <param name="values">How many words follow it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="aliases">Its other names.</param>
    public IgnoredOptions Add(int values, string name, params string[] aliases)
    {
        Option option = values == 1 ? new Option<string>(name, aliases) : new Option<string[]>(name, aliases);
        option.Description = "Accepted as other Merlins have it; means nothing here.";
        option.HelpName = "VALUE";
        option.Arity = new ArgumentArity(values, values);
        option.AllowMultipleArgumentsPerToken = values > 1;
        _options.Add(option);
        return this;
    }

    /// <summary>Lets a command accept them.</summary>
    public void AddTo(Command command) => _options.ForEach(command.Options.Add);

    /// <summary>Warns when some of them were given.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="terminal">Is told.</param>
    /// <param name="reason">Why they mean nothing, as a sentence.</param>
    public void Warn(ParseResult result, Terminal terminal, string reason)
    {
        string[] given = [.. _options.Where(option => result.GetResult(option) is { Implicit: false }).Select(static option => option.Name)];
        if (given.Length > 0)
        {
            terminal.Log.Warning($"{string.Join(", ", given)}: ignored. {reason}");
        }
    }
}
