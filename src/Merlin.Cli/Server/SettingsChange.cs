using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Server;

/// <summary>Changes where a broker listens.</summary>
/// <param name="directory">The broker's directory.</param>
/// <param name="terminal">Is told of the change.</param>
internal sealed class SettingsChange(ServerDirectory directory, Terminal terminal)
{
    /// <summary>Changes what is given; does nothing when nothing is.</summary>
    /// <param name="address">The IP address to listen at, or null.</param>
    /// <param name="port">The port, or null.</param>
    /// <param name="host">What clients call the machine, or null.</param>
    /// <exception cref="UserErrorException">The settings cannot be read or written.</exception>
    public void Apply(string? address, int? port, string? host = null)
    {
        if (address is null && port is null && host is null)
        {
            return;
        }

        ServerSettings old = ServerSettings.Read(directory.Settings, terminal);
        ServerSettings changed = old with { Address = address ?? old.Address, Port = port ?? old.Port, Host = host ?? old.Host };
        if (changed == old)
        {
            return;
        }

        PrivateFile.Replace(directory.Settings, changed.ToString());
        if (changed.ClientAddress != old.ClientAddress)
        {
            terminal.Log.Info(
                $"Clients find the broker at {changed.ClientAddress} once it is started again; {directory.ClientConfiguration} follows "
                + "by itself, other configurations are changed with 'merlin config update-broker'.");
        }
    }
}
