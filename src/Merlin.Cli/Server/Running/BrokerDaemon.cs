using System.Globalization;
using Merlin.Broker.Hosting;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;
using Merlin.Broker.Wire;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server.Keys;
using Merlin.ZeroMQ;

namespace Merlin.Cli.Server.Running;

/// <summary>A broker as a process of its own: everything between the lock on its database and a signal to end.</summary>
internal sealed class BrokerDaemon
{
    private readonly ServerDirectory _directory;
    private readonly ServerSettings _settings;
    private readonly LogLines _log;
    private readonly TimeProvider _clock;

    /// <summary>A broker that is to run.</summary>
    /// <param name="directory">Its directory.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="log">Where it tells what happens.</param>
    /// <param name="clock">The time.</param>
    public BrokerDaemon(ServerDirectory directory, ServerSettings settings, LogLines log, TimeProvider clock)
    {
        _directory = directory;
        _settings = settings;
        _log = log;
        _clock = clock;
    }

    /// <summary>Runs the broker until a signal ends it.</summary>
    /// <param name="listening">Called once clients can connect.</param>
    /// <exception cref="UserErrorException">It cannot start; nothing was changed.</exception>
    /// <exception cref="StoreException">The database cannot be used, or failed meanwhile.</exception>
    /// <exception cref="HostFaultException">A defect ended the broker.</exception>
    public async Task RunAsync(Action listening)
    {
        using WorkspaceLock held = Lock();
        await using FollowedKeys keys = FollowedKeys.Start(_directory, _log);
        using var signals = new ServerSignals(keys.ReadAgain);
        using Store store = Store.Open(_directory.Database);
        using BrokerHost host = BrokerHost.Start(store, _settings.Scheduling, _clock, Banner.Version, _log);
        using WireServer server = Listen(host, keys.Ring);
        UpdateClientConfiguration();
        PrivateFile.Replace(_directory.ProcessId, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + '\n');
        _log.Info($"Merlin {Banner.Version} serves {_directory.Root} at {string.Join(" and ", server.Addresses)}, process {Environment.ProcessId}.");
        listening();
        try
        {
            await await Task.WhenAny(signals.EndAsked, host.Stopped, server.Stopped);
            _log.Info("The broker was asked to end, and ends.");
        }
        finally
        {
            File.Delete(_directory.ProcessId);
        }
    }

    private WorkspaceLock Lock()
    {
        try
        {
            WorkspaceLock held = WorkspaceLock.Acquire(_directory.Database, _clock);
            if (held.SharedFileSystem is { } kind)
            {
                _log.Warning(
                    $"{_directory.Database} lies on {kind}, where commits are slow and another machine may not see this broker's lock; "
                    + "a local disk is better.");
            }

            return held;
        }
        catch (WorkspaceLockedException e)
        {
            string holder = e.Holder is { } known ? $"{known}" : "another process";
            throw new UserErrorException(
                $"Merlin server is running already: {holder} holds the database {_directory.Database}. "
                + "'merlin server status' tells how it does, and 'merlin server stop' ends it.",
                e);
        }
    }

    private WireServer Listen(BrokerHost host, KeyRing keys)
    {
        string user = Environment.UserName;
        try
        {
            return WireServer.Start(
                host,
                new WireServerOptions
                {
                    Addresses = [_settings.ListeningAddress, _directory.LocalAddress],
                    LocalIdentity = new ClientIdentity($"{user}@local", user, Role.Administrator),
                    ServerSecretKey = ServerKeyFile.ReadSecret(_directory.ServerKey),
                    Keys = keys,
                    KeepaliveInterval = _settings.Scheduling.HeartbeatInterval,
                    Clock = _clock,
                },
                _log);
        }
        catch (BrokerAddressException e)
        {
            bool isRemote = e.Message.Contains(_settings.ListeningAddress, StringComparison.Ordinal);
            throw new UserErrorException(
                isRemote ? $"{e.Message} 'merlin server config --port N' or '--ipaddress IP' makes the broker listen elsewhere." : e.Message, e);
        }
        catch (Exception e) when (e is ZeroMQUnavailableException or ZeroMQException)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    // The port may have been changed since the file was made.
    private void UpdateClientConfiguration()
    {
        string file = _directory.ClientConfiguration;
        if (File.Exists(file) && ConfigurationEdit.AddressIn(file) != _settings.ClientAddress)
        {
            ConfigurationEdit.SetAddress(file, _settings.ClientAddress);
        }
    }
}
