using System.CommandLine;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server init</c>: makes keys, settings and the first client's configuration.</summary>
internal static class ServerInitCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> directory = ServerOptions.Directory();
        Option<string?> address = ServerOptions.Address();
        Option<int?> port = ServerOptions.Port();
        var host = new Option<string?>("--host")
        {
            Description = "What clients call this machine (default: its own name).",
            HelpName = "NAME",
        };
        var systemd = new Option<bool>("--systemd") { Description = "Print the unit by which systemd runs the broker." };
        var command = new Command("init", "Make a broker's directory: keys, settings, and a configuration for you.")
        {
            directory,
            address,
            port,
            host,
            systemd,
        };
        command.SetAction(result =>
        {
            var place = ServerDirectory.At(result.GetValue(directory));
            new Initialization(place, terminal).Execute(result.GetValue(address), result.GetValue(port), result.GetValue(host));
            if (result.GetValue(systemd))
            {
                terminal.Out.WriteLine(SystemdUnit.For(place));
            }

            Introduce(place.ClientConfiguration, terminal);
            terminal.Log.Info($"Initialization of the Merlin server in {place.Root} successful.");
            return ExitCode.Success;
        });
        return command;
    }

    // Whoever has no broker yet wants this one; a choice that was made is not changed behind its maker's back.
    private static void Introduce(string client, Terminal terminal)
    {
        string? inUse = BrokerLookup.OfProcess(terminal).InUse;
        if (inUse is null)
        {
            ConfigurationChoice.Store(client, besideIt: false);
        }

        terminal.Log.Info(inUse is null || inUse == client
            ? "'merlin server start' starts the broker; your commands use it from now on ('merlin config use FILE' chooses another)."
            : $"'merlin server start' starts the broker. Your commands use {inUse}; 'merlin config use {client}' has them use this one.");
    }
}
