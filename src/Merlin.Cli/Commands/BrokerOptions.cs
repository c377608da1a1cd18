using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;

namespace Merlin.Cli.Commands;

/// <summary>The options of every command that asks a broker.</summary>
internal sealed class BrokerOptions
{
    private readonly Option<string?> _broker = CommonOptions.Broker();
    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>Makes a command that asks a broker.</summary>
    /// <param name="command">The command with its own arguments and options.</param>
    /// <param name="terminal">Where answers and log go.</param>
    /// <param name="execute">Does what was asked; throws when it cannot be done.</param>
    /// <returns>The same command.</returns>
    public static Command Complete(Command command, Terminal terminal, Func<ParseResult, BrokerCall, Task> execute)
    {
        var options = new BrokerOptions();
        command.Add(options._broker);
        command.Add(options._json);
        command.SetAction(async result =>
        {
            using var signals = new StopSignals();
            using BrokerSession session = await BrokerSession.OpenAsync(
                terminal, result.GetValue(options._broker), signals.Token);
            await execute(result, new BrokerCall(session, terminal, result.GetValue(options._json), signals.Token));
            return ExitCode.Success;
        });
        return command;
    }
}
