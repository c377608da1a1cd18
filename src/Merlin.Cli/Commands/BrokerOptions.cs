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
    public static Command Complete(Command command, Terminal terminal, Func<ParseResult, BrokerCall, Task> execute) =>
        Complete(command, terminal, static result => result, execute);

    /// <summary>Makes a command that first reads what it needs, so that its own errors are told before those of the broker.</summary>
    /// <typeparam name="T">What it needs.</typeparam>
    /// <param name="command">The command with its own arguments and options.</param>
    /// <param name="terminal">Where answers and log go.</param>
    /// <param name="read">Reads what is needed; throws when it cannot be used.</param>
    /// <param name="execute">Does what was asked; throws when it cannot be done.</param>
    /// <returns>The same command.</returns>
    public static Command Complete<T>(
        Command command, Terminal terminal, Func<ParseResult, T> read, Func<T, BrokerCall, Task> execute)
    {
        var options = new BrokerOptions();
        command.Add(options._broker);
        command.Add(options._json);
        command.SetAction(async result =>
        {
            T request = read(result);
            using var signals = new StopSignals();
            using BrokerSession session = await BrokerSession.OpenAsync(
                terminal, result.GetValue(options._broker), signals.Token);
            await execute(request, new BrokerCall(session, terminal, result.GetValue(options._json), signals.Token));
            return ExitCode.Success;
        });
        return command;
    }
}
