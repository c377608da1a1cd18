using System.Net;
using System.Net.Sockets;
using Merlin.Broker.Security;
using Merlin.Broker.Wire;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server.Keys;
using Merlin.ZeroMQ;

namespace Merlin.Cli.Server;

/// <summary>Makes all that a broker needs in its directory; what is there stays as it is.</summary>
internal sealed class Initialization
{
    private const int PortsToTry = 200;
    private readonly ServerDirectory _directory;
    private readonly Terminal _terminal;

    /// <summary>An initialization.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="terminal">Is told what is made.</param>
    public Initialization(ServerDirectory directory, Terminal terminal)
    {
        _directory = directory;
        _terminal = terminal;
    }

    /// <summary>Makes what is missing.</summary>
    /// <param name="address">The IP address to listen at, or null for every one.</param>
    /// <param name="port">The port to listen at, or null for one that is free now.</param>
    /// <param name="host">What clients call this machine, or null for its own name.</param>
    /// <exception cref="UserErrorException">Something cannot be made.</exception>
    public void Execute(string? address, int? port, string? host)
    {
        PrivateFile.MakeDirectory(_directory.Root);
        RefuseIfOpen();
        ServerKeyFile.MakeOnce(_directory.ServerKey);
        var settings = new ServerSettings();
        PrivateFile.MakeOnce(
            _directory.Settings,
            new ServerSettings
            {
                Address = address ?? settings.Address,
                Port = port ?? FreePort(),
                Host = host ?? settings.Host,
            }.ToString());
        PrivateFile.MakeOnce(_directory.AuthorizedKeys, AuthorizedKeys.ToText([]));
        MakeClient(ServerSettings.Read(_directory.Settings, _terminal));
    }

    private void RefuseIfOpen()
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if ((File.GetUnixFileMode(_directory.Root) & Others) != UnixFileMode.None)
        {
            throw new UserErrorException(
                $"Others than you can enter {_directory.Root}, and a broker keeps secret keys there. Run 'chmod 700 {_directory.Root}' first.");
        }
    }

    private void MakeClient(ServerSettings settings)
    {
        if (File.Exists(_directory.ClientConfiguration))
        {
            return;
        }

        CurveKeyPair pair = KeyPairs.Make();
        string user = Environment.UserName;
        string name = NewName(user);
        new AuthorizedKeysFile(_directory.AuthorizedKeys).Change(
            keys => [.. keys, new AuthorizedKey(new ClientIdentity(name, user, Role.User), pair.PublicKey)]);
        var keys = new CurveCredentials(ServerKeyFile.ReadPublic(_directory.ServerKey), pair.PublicKey, pair.SecretKey);
        PrivateFile.MakeOnce(
            _directory.ClientConfiguration, ConfigurationText.Complete(settings.ClientAddress, keys, MerlinHome.NeedOwnerKey()));
    }

    // The user's own first key bears his name; a later one, for a configuration that was lost, the next number.
    private string NewName(string user)
    {
        string[] taken = [.. new AuthorizedKeysFile(_directory.AuthorizedKeys).Read().Select(static key => key.Identity.Key)];
        string name = user;
        for (int i = 2; taken.Contains(name); i++)
        {
            name = $"{user}-{i}";
        }

        return name;
    }

    // Several users of one login node each have a broker of their own.
    private static int FreePort() =>
        Enumerable.Range(ServerSettings.FirstPort, PortsToTry).FirstOrDefault(IsFree, ServerSettings.FirstPort);

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
