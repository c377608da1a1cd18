using System.CommandLine;
using Merlin.Cli.Server;

namespace Merlin.Cli.Commands;

/// <summary>Options that the commands of a server share.</summary>
internal static class ServerOptions
{
    /// <summary>The server's directory.</summary>
    public static Option<string?> Directory() => new("--directory", "-d")
    {
        Description = "The server's directory (default: merlin_server in the current directory).",
        HelpName = "DIR",
    };

    /// <summary>The IP address to listen at.</summary>
    public static Option<string?> Address()
    {
        var option = new Option<string?>("--ipaddress", "-ip", "--address")
        {
            Description = "The IP address to listen at; '*' for every interface.",
            HelpName = "IP",
        };
        option.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && text != ServerSettings.AllInterfaces && !System.Net.IPAddress.TryParse(text, out _))
            {
                result.AddError($"'{text}' is no IP address.");
            }
        });
        return option;
    }

    /// <summary>The port to listen at.</summary>
    public static Option<int?> Port()
    {
        Option<int?> option = CommonOptions.Number("--port", minimum: 1, maximum: ServerSettings.LargestPort);
        option.Aliases.Add("-p");
        option.Description = "The port to listen at.";
        return option;
    }

    /// <summary>The directory of an initialized server.</summary>
    /// <exception cref="Invocation.UserErrorException">There is none.</exception>
    public static ServerDirectory Existing(string? option)
    {
        var directory = ServerDirectory.At(option);
        directory.RequireInitialized();
        return directory;
    }
}
