using System.Security.Cryptography;
using System.Text;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Server;

/// <summary>Where a broker keeps what is its own: settings, keys, database, log.</summary>
internal sealed class ServerDirectory
{
    private const string DefaultName = "merlin_server";
    private const string SocketName = "broker.ipc";

    // sun_path has 108 bytes on Linux, the last one zero.
    private const int LongestSocketPath = 107;

    private ServerDirectory(string root) => Root = root;

    /// <summary>The directory, absolute.</summary>
    public string Root { get; }

    /// <summary>The settings.</summary>
    public string Settings => Path.Combine(Root, "server.yaml");

    /// <summary>The broker's own pair of keys.</summary>
    public string ServerKey => Path.Combine(Root, "server_key.yaml");

    /// <summary>Who may connect.</summary>
    public string AuthorizedKeys => Path.Combine(Root, "authorized_keys.yaml");

    /// <summary>Tells which content of <see cref="AuthorizedKeys"/> the running broker goes by.</summary>
    public string KeysInForce => Path.Combine(Root, "authorized_keys.in_force");

    /// <summary>The configuration for the user who made the directory.</summary>
    public string ClientConfiguration => Path.Combine(Root, BrokerLookup.FileName);

    /// <summary>The directory of the database, which the running broker holds locked.</summary>
    public string Database => Path.Combine(Root, "database");

    /// <summary>The log of a broker that runs in the background.</summary>
    public string Log => Path.Combine(Root, "server.log");

    /// <summary>The process id of the running broker, for programs that supervise it.</summary>
    public string ProcessId => Path.Combine(Root, "server.pid");

    /// <summary>The address at which the broker serves its own user on its own machine.</summary>
    public string LocalAddress => $"ipc://{Socket}";

    /// <summary>Whether there is a broker to start.</summary>
    public bool IsInitialized => File.Exists(Settings) && File.Exists(ServerKey);

    // The directory may lie deeper than the path of a socket may be long.
    private string Socket
    {
        get
        {
            string socket = Path.Combine(Root, SocketName);
            if (Encoding.UTF8.GetByteCount(socket) <= LongestSocketPath)
            {
                return socket;
            }

            string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..16];
            return $"/tmp/merlin-{Environment.UserName}-{name}/{SocketName}";
        }
    }

    /// <summary>The directory that the user means.</summary>
    /// <param name="option">What <c>--directory</c> says; null for <c>merlin_server</c> in the current directory.</param>
    /// <exception cref="UserErrorException">It cannot be a directory's name.</exception>
    public static ServerDirectory At(string? option) =>
        new(Path.TrimEndingDirectorySeparator(UserPath.Resolve(option ?? DefaultName)));

    /// <summary>Refuses to go on where no server was initialized.</summary>
    /// <exception cref="UserErrorException">None was.</exception>
    public void RequireInitialized()
    {
        if (!IsInitialized)
        {
            throw new UserErrorException(
                $"Merlin server is not initialized in {Root}. Run 'merlin server init' first, or name its directory with --directory.");
        }
    }
}
