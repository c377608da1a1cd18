using System.Text;
using Merlin.Broker.Security;
using Merlin.Broker.Wire;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Server.Keys;
using Merlin.ZeroMQ;

namespace Merlin.Cli.Workers.Agents;

/// <summary>
/// The address at which an agent listens, and what opens a line to it. On one host that is the right to enter the socket's
/// directory; between hosts it is a pair of keys made for this life of the agent. The keys lie in a file that only its user
/// can read, beside the logs, which the nodes share anyway: an environment would hand them to every task.
/// </summary>
internal sealed class AgentDoor : IDisposable
{
    // What a socket's path may have beside its directory: a slash, our directory's name, and the socket's.
    private const int LongestDirectory = 107 - 32;
    private const string SocketName = "agent";
    private readonly string? _socketDirectory;
    private readonly string? _keyFile;
    private readonly string _host;
    private readonly CurveKeyPair? _own;
    private readonly CurveKeyPair? _consumers;

    private AgentDoor(string socketDirectory)
    {
        _socketDirectory = socketDirectory;
        _host = "";
        Address = $"ipc://{socketDirectory}/{SocketName}";
    }

    private AgentDoor(AgentPlace place, string owner)
    {
        _host = place.Host;
        _own = KeyPairs.Make();
        _consumers = KeyPairs.Make();
        _keyFile = Path.Combine(place.SharedDirectory, $".agent-{Guid.NewGuid():N}.yaml");
        var keys = new KeyRing();
        keys.Replace([new AuthorizedKey(ClientIdentity.OfThisUser(owner), _consumers.PublicKey)]);
        Keys = keys;
        Address = "tcp://*:0";
    }

    /// <summary>Where to listen.</summary>
    public string Address { get; }

    /// <summary>The agent's secret key; null on one host.</summary>
    public string? SecretKey => _own?.SecretKey;

    /// <summary>Whom to let in; null on one host.</summary>
    public IKeyRing? Keys { get; }

    /// <summary>Makes what an agent's place asks for.</summary>
    /// <param name="place">The place.</param>
    /// <param name="owner">The agent's user.</param>
    /// <exception cref="UserErrorException">There is no directory for a socket, or no library for keys.</exception>
    public static AgentDoor Make(AgentPlace place, string owner)
    {
        if (!place.IsOneHost)
        {
            return new AgentDoor(place, owner);
        }

        foreach (string above in place.SocketDirectories.Where(static path => Encoding.UTF8.GetByteCount(path) <= LongestDirectory))
        {
            string directory = Path.Combine(above, $"merlin-{Guid.NewGuid().ToString("N")[..12]}");
            try
            {
                Directory.CreateDirectory(
                    directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                return new AgentDoor(directory);
            }
            catch (Exception e) when (FileTrouble.Is(e))
            {
                // The next one may do.
            }
        }

        throw new UserErrorException(
            $"The agent's socket needs a directory with a path of at most {LongestDirectory} bytes that you can write to, and none of "
            + $"these is one: {string.Join(", ", place.SocketDirectories)}. Set TMPDIR to one.");
    }

    /// <summary>Makes what lets consumers in, once it is known where the agent listens.</summary>
    /// <param name="listening">The address with its port.</param>
    /// <returns>What their <c>--agent</c> names.</returns>
    /// <exception cref="UserErrorException">The file with the keys cannot be written.</exception>
    public string Complete(string listening)
    {
        if (_keyFile is null)
        {
            return Address;
        }

        string address = $"tcp://{_host}:{listening[(listening.LastIndexOf(':') + 1)..]}";
        var keys = new CurveCredentials(_own!.PublicKey, _consumers!.PublicKey, _consumers.SecretKey);
        PrivateFile.Replace(_keyFile, ConfigurationText.Complete(address, keys, ownerKey: null));
        return _keyFile;
    }

    /// <summary>Removes what was made.</summary>
    public void Dispose()
    {
        try
        {
            if (_socketDirectory is not null)
            {
                Directory.Delete(_socketDirectory, recursive: true);
            }

            if (_keyFile is not null)
            {
                File.Delete(_keyFile);
            }
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            // What is left behind opens nothing any more.
        }
    }
}
