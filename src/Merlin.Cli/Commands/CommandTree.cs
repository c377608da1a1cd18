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
    public static CommandTree Create(Terminal terminal, RunHandler run, RestartHandler restart)
    {
        var tree = new CommandTree(terminal);
        tree.Root.Subcommands.Add(RunCommand.Create(terminal, run));
        tree.Root.Subcommands.Add(RestartCommand.Create(terminal, restart));
        tree.Root.Subcommands.Add(PlanCommand.Create(terminal));
        tree.AddWorkerCommands(terminal);
        tree.Root.Subcommands.Add(StatusCommand.Create(terminal));
        tree.Root.Subcommands.Add(DetailedStatusCommand.Create(terminal));
        tree.AddStudyCommands(terminal);
        tree.AddQueueCommands(terminal);
        tree.Root.Subcommands.Add(ExampleCommand.Create(terminal));
        tree.Root.Subcommands.Add(InfoCommand.Create(terminal));
        tree.Root.Subcommands.Add(ConfigCommand.Create(terminal));
        tree.Root.Subcommands.Add(ServerCommand.Create(terminal));
        tree.Root.Subcommands.Add(CompletionCommand.Create(terminal));
        return tree;
    }

    private void AddWorkerCommands(Terminal terminal)
    {
        Root.Subcommands.Add(RunWorkersCommand.Create(terminal));
        Root.Subcommands.Add(AutoscaleCommand.Create(terminal));
        Root.Subcommands.Add(StopWorkersCommand.Create(terminal));
        Root.Subcommands.Add(QueryWorkersCommand.Create(terminal));
        Root.Subcommands.Add(WorkerCommand.Create(terminal));
        Root.Subcommands.Add(AgentCommand.Create(terminal));
    }

    private void AddQueueCommands(Terminal terminal)
    {
        Root.Subcommands.Add(QueueInfoCommand.Create(terminal));
        Root.Subcommands.Add(PurgeCommand.Create(terminal));
        Root.Subcommands.Add(MonitorCommand.Create(terminal));
    }

    private void AddStudyCommands(Terminal terminal)
    {
        Root.Subcommands.Add(StudiesCommand.Create(terminal));
        Root.Subcommands.Add(TopCommand.Create(terminal));
        Root.Subcommands.Add(ExplainCommand.Create(terminal));
        Root.Subcommands.Add(LogsCommand.Create(terminal));
        Root.Subcommands.Add(ExtractCommand.Create(terminal));
        Root.Subcommands.Add(EventsCommand.Create(terminal));
        Root.Subcommands.Add(CancelCommand.Create(terminal));
        Root.Subcommands.Add(HoldCommand.CreateHold(terminal));
        Root.Subcommands.Add(HoldCommand.CreateRelease(terminal));
        Root.Subcommands.Add(UrgencyCommand.Create(terminal));
        Root.Subcommands.Add(ExtendCommand.Create(terminal));
        Root.Subcommands.Add(ShareCommand.Create(terminal));
    }

    /// <summary>The log level that a command line asks for.</summary>
    public LogLevel LevelOf(ParseResult result) =>
        LogLevels.TryParse(result.GetValue(_level), out LogLevel level) ? level : LogLevel.Information;

    /// <summary>The words that lead from the root to a command.</summary>
    public static IEnumerable<string> PathOf(Command command) =>
        command is RootCommand
            ? []
            : command.Parents.OfType<Command>().Take(1).SelectMany(PathOf).Append(command.Name);
}
