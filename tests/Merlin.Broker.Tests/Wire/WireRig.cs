using Merlin.Broker.Hosting;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;
using Merlin.Broker.Tests.Storage;
using Merlin.Broker.Wire;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Wire;

/// <summary>A broker with a server at one ipc and one tcp address.</summary>
internal sealed class WireRig : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CurveKeyPair _serverKeys = CurveKeyPair.Generate();
    private readonly Store _store;
    private WireServerOptions _options;

    public WireRig(Func<WireServerOptions, WireServerOptions>? change = null)
    {
        _store = Store.Open(_directory.Path);
        Host = BrokerHost.Start(_store, new SchedulerOptions(), TimeProvider.System, "1.2.3");
        SocketPath = Path.Combine(_directory.Path, "run", "broker.ipc");
        var options = new WireServerOptions
        {
            Addresses = [$"ipc://{SocketPath}", "tcp://127.0.0.1:0"],
            LocalIdentity = ClientIdentity.OfThisUser("me"),
            ServerSecretKey = _serverKeys.SecretKey,
            Keys = Keys,
        };
        _options = change is null ? options : change(options);
        Server = WireServer.Start(Host, _options, Log);
        _options = _options with { Addresses = Server.Addresses }; // the same port when it starts again
        Alice = Keys.Authorize("alice-key", "alice");
    }

    public BrokerHost Host { get; }

    public WireServer Server { get; private set; }

    public MemoryKeyRing Keys { get; } = new();

    public MessageLog Log { get; } = new();

    public CurveKeyPair Alice { get; }

    public string ServerKey => _serverKeys.PublicKey;

    public string SocketPath { get; }

    public string Ipc => _options.Addresses[0];

    public string Tcp => _options.Addresses[1];

    public int Port => new Uri(Tcp).Port;

    /// <summary>The endpoint of a kind of address, with alice's key where there are keys.</summary>
    public BrokerEndpoint Endpoint(string kind) => kind == "ipc" ? new BrokerEndpoint(Ipc, null) : TcpEndpoint(Alice);

    public BrokerEndpoint TcpEndpoint(CurveKeyPair client, string? address = null, string? serverKey = null) => new(
        address ?? Tcp, new CurveCredentials(serverKey ?? _serverKeys.PublicKey, client.PublicKey, client.SecretKey));

    public void StopServer() => Server.Dispose();

    public void StartServer() => Server = WireServer.Start(Host, _options, Log);

    public void Dispose()
    {
        Server.Dispose();
        Host.Dispose();
        _store.Dispose();
        _directory.Dispose();
    }
}
