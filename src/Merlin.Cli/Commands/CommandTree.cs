using System.CommandLine;
using System.CommandLine.Help;
using Merlin.Cli.Commands.Queues;
using Merlin.Cli.Commands.Studies;
using Merlin.Cli.Commands.Workers;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Microsoft.Extensions.Logging;

namespace Merlin.Cli.Commands;

/// <summary>All commands and options of the program.</summary>
internal sealed class CommandTree
{
    private readonly Option<string> _level = new("--level", "-lvl")
    {
        Description = "How much the log tells: DEBUG, INFO, WARNING or ERROR; stands before the command.",
        HelpName = "LEVEL",
        DefaultValueFactory = static _ => "INFO",
    };

    private CommandTree(Terminal terminal)
    {
        _level.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !LogLevels.TryParse(token.Value, out _))
            {
                result.AddError($"'{token.Value}' is not a log level; choose one of {string.Join(", ", LogLevels.Words)}.");
            }
        });
        _level.CompletionSources.Add(static _ => LogLevels.Words);

        Root = new RootCommand("Merlin runs ensembles of simulations described by one YAML file.");
        Root.Options.Clear();
        Root.Options.Add(new HelpOption("--help", "-h"));
        Root.Options.Add(new VersionOption("--version", "-v") { Action = new VersionAction(terminal) });
        Root.Options.Add(_level);
        Root.SetAction(_ =>
        {
            MerlinProgram.ShowHelp(Root, terminal.Out);
            return ExitCode.Error;
        });
    }

    /// <summary>The root of the tree.</summary>
    public RootCommand Root { get; }

    /// <summary>Builds the tree.</summary>
    /// <param name="terminal">What the commands read from and write to.</param>
    /// <param name="run">Executes <c>run</c>.</param>
    /// <param name="restart">Executes <c>restart</c>.</param>
    /// <param name="words">
    /// The command line. Where it begins with a command, the tree has no other: to make them all takes longer than many a
    /// command.
    /// </param>
    public static CommandTree Create(Terminal terminal, RunHandler run, RestartHandler restart, IReadOnlyList<string> words)
    {
        var tree = new CommandTree(terminal);
        (string Name, Func<Command> Make)[] all = [.. Commands(terminal, run, restart)];
        int only = words.Count == 0 ? -1 : Array.FindIndex(all, command => command.Name == words[0]);
        foreach ((_, Func<Command> make) in only < 0 ? all : all.AsSpan(only, 1))
        {
            tree.Root.Subcommands.Add(make());
        }

        return tree;
    }

    /// <summary>The commands by name, in the order of the help.</summary>
    private static IEnumerable<(string Name, Func<Command> Make)> Commands(Terminal terminal, RunHandler run, RestartHandler restart) =>
    [
        ("run", () => RunCommand.Create(terminal, run)),
        ("restart", () => RestartCommand.Create(terminal, restart)),
        ("plan", () => PlanCommand.Create(terminal)),
        ("run-workers", () => RunWorkersCommand.Create(terminal)),
        ("autoscale", () => AutoscaleCommand.Create(terminal)),
        ("stop-workers", () => StopWorkersCommand.Create(terminal)),
        ("query-workers", () => QueryWorkersCommand.Create(terminal)),
        ("worker", () => WorkerCommand.Create(terminal)),
        ("agent", () => AgentCommand.Create(terminal)),
        ("status", () => StatusCommand.Create(terminal)),
        ("detailed-status", () => DetailedStatusCommand.Create(terminal)),
        ("studies", () => StudiesCommand.Create(terminal)),
        ("top", () => TopCommand.Create(terminal)),
        ("explain", () => ExplainCommand.Create(terminal)),
        ("logs", () => LogsCommand.Create(terminal)),
        ("extract", () => ExtractCommand.Create(terminal)),
        ("events", () => EventsCommand.Create(terminal)),
        ("cancel", () => CancelCommand.Create(terminal)),
        ("hold", () => HoldCommand.CreateHold(terminal)),
        ("release", () => HoldCommand.CreateRelease(terminal)),
        ("urgency", () => UrgencyCommand.Create(terminal)),
        ("extend", () => ExtendCommand.Create(terminal)),
        ("share", () => ShareCommand.Create(terminal)),
        ("queue-info", () => QueueInfoCommand.Create(terminal)),
        ("purge", () => PurgeCommand.Create(terminal)),
        ("monitor", () => MonitorCommand.Create(terminal)),
        ("example", () => ExampleCommand.Create(terminal)),
        ("info", () => InfoCommand.Create(terminal)),
        ("config", () => ConfigCommand.Create(terminal)),
        ("server", () => ServerCommand.Create(terminal)),
        ("completion", () => CompletionCommand.Create(terminal)),
    ];

    /// <summary>The log level that a command line asks for.</summary>
    public LogLevel LevelOf(ParseResult result) =>
        LogLevels.TryParse(result.GetValue(_level), out LogLevel level) ? level : LogLevel.Information;

    /// <summary>The words that lead from the root to a command.</summary>
    public static IEnumerable<string> PathOf(Command command) =>
        command is RootCommand
            ? []
            : command.Parents.OfType<Command>().Take(1).SelectMany(PathOf).Append(command.Name);
}
