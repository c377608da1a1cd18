using System.CommandLine;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin run</c>: its options, and the checks that need no spec.</summary>
internal sealed class RunCommand
{
    private readonly SpecArguments _spec = new();
    private readonly Option<bool> _local = CommonOptions.Local();
    private readonly Option<bool> _wait = CommonOptions.Wait();
    private readonly Option<string?> _broker = CommonOptions.Broker();
    private readonly Option<int?> _concurrency = CommonOptions.Concurrency();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _dry = new("--dry")
    {
        Description = "Make the workspace, its directories and scripts, and run nothing.",
    };

    private readonly Option<bool> _noErrors = new("--no-errors")
    {
        Description = "Go on when the spec asks for Flux and Flux is not here.",
    };

    /// <summary>Builds the command.</summary>
    /// <param name="terminal">What it writes to.</param>
    /// <param name="run">Executes it.</param>
    public static Command Create(Terminal terminal, RunHandler run)
    {
        var definition = new RunCommand();
        var command = new Command("run", "Run a study.")
        {
            definition._local,
            definition._concurrency,
            definition._wait,
            definition._broker,
            definition._dry,
            definition._noErrors,
            definition._json,
        };
        definition._spec.AddTo(command);
        command.SetAction(result =>
        {
            RunOptions options = definition.Read(result);
            terminal.ShowBanner(options.Json);
            return run(options, terminal);
        });
        return command;
    }

    private RunOptions Read(ParseResult result) => _spec.Complete(result, new RunOptions
    {
        Specification = _spec.PathOf(result),
        Local = result.GetValue(_local),
        Wait = result.GetValue(_wait),
        Broker = result.GetValue(_broker),
        Concurrency = result.GetValue(_concurrency),
        Dry = result.GetValue(_dry),
        NoErrors = result.GetValue(_noErrors),
        Json = result.GetValue(_json),
    });
}
