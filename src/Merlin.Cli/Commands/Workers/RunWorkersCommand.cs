using System.CommandLine;
using Merlin.Cli.Allocations;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Workers.Launching;

namespace Merlin.Cli.Commands.Workers;

/// <summary><c>merlin run-workers</c>: its options.</summary>
internal sealed class RunWorkersCommand
{
    private readonly Argument<string> _specification = CommonOptions.Specification();
    private readonly Option<string[]> _steps = CommonOptions.Steps("Start only the workers of these steps, for these steps' queues");
    private readonly Option<string[]> _vars = CommonOptions.Vars();
    private readonly Option<string?> _broker = CommonOptions.Broker();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string?> _arguments = new("--worker-args")
    {
        Description = "Options for the workers instead of the 'args' of the spec, as one word; see 'merlin worker --help'.",
        HelpName = "\"OPTION …\"",
    };

    private readonly Option<bool> _echo = new("--echo")
    {
        Description = "Show the command lines, and start nothing; no broker is needed.",
    };

    private readonly Option<bool> _plan = new("--plan")
    {
        Description = "Show how the Flux instance that this runs in would be split among the workers, and start nothing.",
    };

    private readonly Option<bool> _persist = new("--persist")
    {
        Description = "In a Flux instance: stay when nothing is left to do, for work that may still come.",
    };

    private readonly Option<bool> _noTree = new("--no-tree")
    {
        Description = "In a Flux instance: start the workers as outside of one, and return.",
    };

    private readonly Option<bool> _disableLogs = new("--disable-logs")
    {
        Description = "Do not pass this command's log level on to the workers.",
    };

    private readonly AllocationOptions _allocation = new();
    private readonly Option<int?> _batch = Batch();

    /// <summary>Builds the command.</summary>
    /// <param name="terminal">What it writes to.</param>
    public static Command Create(Terminal terminal)
    {
        var definition = new RunWorkersCommand();
        var command = new Command("run-workers", "Start the workers of a spec: in the background, through the batch system that it names, or in a Flux instance as a tree of instances.")
        {
            definition._specification,
            definition._arguments,
            definition._steps,
            definition._echo,
            definition._plan,
            definition._persist,
            definition._noTree,
            definition._vars,
            definition._disableLogs,
            definition._broker,
            definition._json,
            definition._batch,
        };
        definition._allocation.AddTo(command);
        command.SetAction(result =>
        {
            RunWorkersOptions options = definition.Read(result);
            terminal.ShowBanner(options.Json || options.Echo || options.Plan);
            return definition.Wish(result) is { } wish
                ? BatchRun.ExecuteAsync(wish, options, terminal)
                : RunWorkers.ExecuteAsync(options, terminal);
        });
        return command;
    }

    private static Option<int?> Batch()
    {
        Option<int?> option = CommonOptions.Number("--batch", minimum: 1);
        option.HelpName = "NODES";
        option.Description = "Submit an allocation of so many nodes to Flux or Slurm, and start the workers there.";
        return option;
    }

    private AllocationWish? Wish(ParseResult result)
    {
        if (result.GetValue(_batch) is { } nodes)
        {
            return result.GetValue(_echo) || result.GetValue(_plan)
                ? throw new UsageException(
                    result.CommandResult.Command,
                    "--echo and --plan show what would start here, and --batch submits an allocation: give one of them.")
                : _allocation.Read(result, nodes);
        }

        return _allocation.AnyGiven(result) is { } option
            ? throw new UsageException(result.CommandResult.Command, $"{option} belongs to an allocation: give --batch NODES too.")
            : null;
    }

    private RunWorkersOptions Read(ParseResult result)
    {
        string[] steps = result.GetRequiredValue(_steps);
        return new RunWorkersOptions
        {
            Specification = UserPath.ExistingFile(result.GetRequiredValue(_specification), "The spec file"),
            Variables = result.GetValue(_vars) ?? [],
            Steps = steps.Contains(CommonOptions.AllSteps) ? null : steps,
            WorkerArguments = result.GetValue(_arguments) is { Length: > 0 } arguments ? arguments : null,
            DisableLogs = result.GetValue(_disableLogs),
            Echo = result.GetValue(_echo),
            Plan = result.GetValue(_plan),
            Persist = result.GetValue(_persist),
            NoTree = result.GetValue(_noTree),
            Broker = result.GetValue(_broker),
            Json = result.GetValue(_json),
        };
    }
}
