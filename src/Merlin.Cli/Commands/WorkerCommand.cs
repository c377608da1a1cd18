using System.CommandLine;
using System.CommandLine.Parsing;
using Merlin.Cli.Screen;
using Merlin.Cli.Workers;
using Merlin.Workflow.Spec;
using Microsoft.Extensions.Logging;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin worker</c>: its options, many of which are those of Celery's workers.</summary>
internal sealed class WorkerCommand
{
    // Batch systems kill what is left 30 seconds after their SIGTERM.
    private const int DefaultGraceSeconds = 20;

    // Flux does that after five seconds, and by then the instance is to have ended too.
    private const int InstanceGraceSeconds = 2;

    private static readonly Dictionary<string, LogLevel> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DEBUG"] = LogLevel.Debug,
        ["INFO"] = LogLevel.Information,
        ["WARNING"] = LogLevel.Warning,
        ["WARN"] = LogLevel.Warning,
        ["ERROR"] = LogLevel.Error,
        ["CRITICAL"] = LogLevel.Error,
        ["FATAL"] = LogLevel.Error,
    };

    private readonly Option<string?> _name = new("--hostname", "-n", "--name")
    {
        Description = "The worker's name, as in 'simworker.%h'; %h stands for the host (default: worker).",
        HelpName = "NAME",
    };

    private readonly Option<string?> _queues = new("--queues", "-Q")
    {
        Description = "The queues to take tasks from, with their tags and commas between them (default: all).",
        HelpName = "QUEUES",
    };

    private readonly Option<int?> _concurrency = CommonOptions.Number("--concurrency", minimum: 1);
    private readonly Option<string?> _level = new("--loglevel", "-l")
    {
        Description = "How much the log tells: DEBUG, INFO, WARNING or ERROR.",
        HelpName = "LEVEL",
    };

    private readonly Option<TimeSpan?> _walltime = new("--walltime")
    {
        Description = "How long the worker may live, in seconds or as hh:mm:ss; it takes only what fits "
            + "(default: until the end of the Slurm job, or for ever).",
        HelpName = "TIME",
        CustomParser = ReadWalltime,
    };

    private readonly Option<string?> _scratch = new("--scratch")
    {
        Description = "Where tasks of packed steps run, on a fast file system of this machine (default: TMPDIR, or /tmp).",
        HelpName = "DIR",
    };

    // For 'run-workers', which starts a worker as the initial program of an instance.
    private readonly Option<bool> _instance = new("--instance")
    {
        Description = "The Flux instance of FLUX_URI is this worker's own: pack tasks into its nodes, by cores and GPUs.",
        Hidden = true,
    };

    private readonly Option<string?> _agent = new("--agent")
    {
        Description = "The agent to lease from, as --broker names a broker; tasks find the broker itself.",
        Hidden = true,
    };

    private readonly Option<int?> _grace = CommonOptions.Number("--grace", minimum: 0);
    private readonly Option<string?> _broker = CommonOptions.Broker();
    private readonly CeleryOptions _celery = new();

    private WorkerCommand()
    {
        _concurrency.Aliases.Add("-c");
        _concurrency.Description = "How many tasks run at once (default: the cores that this process may use).";
        _grace.HelpName = "SECONDS";
        _grace.Description =
            $"How long tasks may go on after a SIGTERM before they are ended and left to others (default: {DefaultGraceSeconds}).";
        _level.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !Levels.ContainsKey(token.Value))
            {
                result.AddError($"'{token.Value}' is not a log level; choose one of DEBUG, INFO, WARNING, ERROR.");
            }
        });
        _level.CompletionSources.Add(static _ => ["DEBUG", "INFO", "WARNING", "ERROR"]);
    }

    /// <summary>Builds the command.</summary>
    /// <param name="terminal">What it writes to.</param>
    public static Command Create(Terminal terminal)
    {
        var definition = new WorkerCommand();
        var command = new Command("worker", "Run tasks that a broker hands out, until stopped; 'run-workers' starts these.")
        {
            definition._name,
            definition._queues,
            definition._concurrency,
            definition._level,
            definition._instance,
            definition._agent,
            definition._scratch,
            definition._walltime,
            definition._grace,
            definition._broker,
        };
        foreach (Option option in definition._celery.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(result =>
        {
            if (result.GetValue(definition._level) is { } level)
            {
                terminal.Log.Minimum = Levels[level];
            }

            return WorkerRun.ExecuteAsync(definition.Read(result), terminal);
        });
        return command;
    }

    private WorkerSettings Read(ParseResult result) => new()
    {
        Name = WorkerName.Parse(result.GetValue(_name), Environment.MachineName),
        Queues = (result.GetValue(_queues) ?? "").Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Concurrency = result.GetValue(_concurrency),
        OwnsInstance = result.GetValue(_instance),
        Agent = result.GetValue(_agent),
        Scratch = result.GetValue(_scratch),
        Walltime = result.GetValue(_walltime),
        Grace = TimeSpan.FromSeconds(
            result.GetValue(_grace) ?? (result.GetValue(_instance) ? InstanceGraceSeconds : DefaultGraceSeconds)),
        Broker = result.GetValue(_broker),
        Ignored = _celery.GivenIn(result),
    };

    private static TimeSpan? ReadWalltime(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Walltime.TryParse(text, out long seconds) && seconds > 0)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.AddError($"--walltime takes seconds, or a duration such as 30:00 (mm:ss) or 2:00:00 (hh:mm:ss), not '{text}'.");
        return null;
    }
}
