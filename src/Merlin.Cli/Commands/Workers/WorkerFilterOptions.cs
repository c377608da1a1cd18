using System.CommandLine;
using System.Text.RegularExpressions;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Cli.Workers;

namespace Merlin.Cli.Commands.Workers;

/// <summary>The options that choose among workers.</summary>
internal sealed class WorkerFilterOptions
{
    private readonly Terminal _terminal;
    private readonly Option<string?> _spec = new("--spec")
    {
        Description = "The workers that this spec names.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _queues = new("--queues")
    {
        Description = "The workers of these queues, named with or without their tag.",
        HelpName = "QUEUE",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _workers = new("--workers")
    {
        Description = "The workers in whose names (as in worker@host) one of these regular expressions matches.",
        HelpName = "REGEX",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The options of one command.</summary>
    /// <param name="command">Gets the options.</param>
    /// <param name="terminal">Clock and log.</param>
    public WorkerFilterOptions(Command command, Terminal terminal)
    {
        _terminal = terminal;
        command.Add(_spec);
        command.Add(_queues);
        command.Add(_workers);
        command.Add(CommonOptions.TaskServer());
    }

    /// <summary>Reads the options.</summary>
    /// <returns>Makes the filter, when it is known what stands before the names of queues.</returns>
    public Func<BrokerCall, WorkerFilter> Read(ParseResult result)
    {
        string[]? queues = result.GetValue(_queues) is { Length: > 0 } named ? named : null;
        Regex[] names = [.. NamesIn(result.GetValue(_spec)), .. (result.GetValue(_workers) ?? []).Select(WorkerFilter.Pattern)];
        bool byName = result.GetValue(_spec) is not null || names.Length > 0;
        return call => new WorkerFilter(queues?.Select(call.QueueNames.Meant).ToArray(), byName ? names : null);
    }

    private IEnumerable<Regex> NamesIn(string? spec)
    {
        if (spec is null)
        {
            return [];
        }

        string path = UserPath.ExistingFile(spec, "The spec file");
        string[] names = [.. SpecReading.Expand(path, [], Environment.CurrentDirectory, _terminal)
            .Spec.Resources.Workers.Select(static worker => worker.Name)];
        foreach (string unfilled in names.Where(static name => name.Contains('$', StringComparison.Ordinal)))
        {
            _terminal.Log.Warning($"The worker name '{unfilled}' in the spec has a variable without a value, so it matches no worker.");
        }

        return names.Select(static name => WorkerFilter.Pattern(Regex.Escape(name)));
    }
}
