using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;
using Merlin.Broker.Tests.Storage;
using Merlin.Broker.Wire;
using Merlin.ZeroMQ;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Broker.Tests.Hosting.Agents;

/// <summary>A broker with a store, and agents below it, all over real sockets.</summary>
internal sealed class AgentRig : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Store _store;
    private readonly WireServer _server;
    private readonly CurveKeyPair _serverKeys = CurveKeyPair.Generate();
    private readonly Wire.MemoryKeyRing _keys = new();
    private readonly CurveKeyPair _leafKeys;
    private readonly List<(AgentHost Host, WireServer Server)> _agents = [];

    public AgentRig(SchedulerOptions? options = null)
    {
        Options = options ?? new SchedulerOptions();
        _leafKeys = _keys.Authorize("leaf-key", "me");
        _store = Store.Open(_directory.Path);
        Root = BrokerHost.Start(_store, Options, TimeProvider.System, "1.2.3");
        string address = $"ipc://{Path.Combine(_directory.Path, "run", "root.ipc")}";
        _server = WireServer.Start(Root, Serving(address), NullLogger.Instance);
        RootEndpoint = new BrokerEndpoint(address, null);
    }

    public SchedulerOptions Options { get; }

    public BrokerHost Root { get; }

    public BrokerEndpoint RootEndpoint { get; }

    /// <summary>Where the agents of a kind of address listen, one life after the other.</summary>
    public BrokerEndpoint Endpoint(string address) => address.StartsWith("ipc", StringComparison.Ordinal)
        ? new BrokerEndpoint(address, null)
        : new BrokerEndpoint(address, new CurveCredentials(_serverKeys.PublicKey, _leafKeys.PublicKey, _leafKeys.SecretKey));

    /// <summary>An address for an agent: the same for the same name.</summary>
    public string IpcOf(string name) => $"ipc://{Path.Combine(_directory.Path, "run", name + ".ipc")}";

    /// <summary>Starts an agent and its server.</summary>
    /// <param name="identity">The agent's identity.</param>
    /// <param name="above">What it is below.</param>
    /// <param name="address">Where it listens.</param>
    /// <returns>The agent, and where it listens indeed.</returns>
    public (AgentHost Agent, BrokerEndpoint Endpoint) StartAgent(string identity, BrokerEndpoint above, string address)
    {
        var options = new AgentOptions
        {
            Identity = new ConsumerId(identity),
            Name = "agent",
            Host = "node0",
            Owner = "me",
            Scheduling = Options,
        };
        AgentHost agent = AgentHost.Start(options, Connect(above), TimeProvider.System, NullLogger.Instance);
        WireServer server = WireServer.Start(agent, Serving(address), NullLogger.Instance);
        _agents.Add((agent, server));
        return (agent, Endpoint(server.Addresses[0]));
    }

    /// <summary>Ends an agent as a kill does: it says nothing any more, above or below.</summary>
    public async Task KillAsync(AgentHost agent)
    {
        int place = _agents.FindIndex(each => each.Host == agent);
        _agents[place].Server.Dispose();
        _agents.RemoveAt(place);
        await agent.DisposeAsync();
    }

    public static Func<IBrokerListener, IBrokerChannel> Connect(BrokerEndpoint endpoint) =>
        listener => WireClient.Connect(endpoint, "4.5.6", listener, NullLogger.Instance);

    public async ValueTask DisposeAsync()
    {
        foreach ((AgentHost host, WireServer server) in _agents)
        {
            server.Dispose();
            await host.DisposeAsync();
        }

        _server.Dispose();
        Root.Dispose();
        _store.Dispose();
        _directory.Dispose();
    }

    private WireServerOptions Serving(string address) => new()
    {
        Addresses = [address],
        LocalIdentity = ClientIdentity.OfThisUser("me"),
        ServerSecretKey = _serverKeys.SecretKey,
        Keys = _keys,
    };
}
