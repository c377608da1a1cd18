using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Security;
using Merlin.Broker.Wire;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.ZeroMQ;

namespace Merlin.Cli.Workers.Agents;

/// <summary>An agent, and the socket at which its consumers reach it for as long as it lives.</summary>
internal sealed class AgentPost : IAsyncDisposable
{
    private readonly AgentDoor _door;
    private readonly WireServer _server;

    private AgentPost(AgentHost agent, AgentDoor door, WireServer server, string access)
    {
        Agent = agent;
        _door = door;
        _server = server;
        Access = access;
    }

    /// <summary>The agent.</summary>
    public AgentHost Agent { get; }

    /// <summary>What a consumer's <c>--agent</c> names: an address, or a file with address and keys.</summary>
    public string Access { get; }

    /// <summary>Starts an agent.</summary>
    /// <param name="options">Who it is.</param>
    /// <param name="connectUpstream">Opens its line to the host above.</param>
    /// <param name="place">Where it can be reached.</param>
    /// <param name="terminal">Clock and log.</param>
    /// <exception cref="UserErrorException">It cannot be reached at any such place, or the library for lines is missing.</exception>
    public static async Task<AgentPost> StartAsync(
        AgentOptions options, Func<IBrokerListener, IBrokerChannel> connectUpstream, AgentPlace place, Terminal terminal)
    {
        AgentDoor door = AgentDoor.Make(place, options.Owner);
        AgentHost? agent = null;
        WireServer? server = null;
        try
        {
            agent = AgentHost.Start(options, connectUpstream, terminal.Clock, terminal.Log);
            var serving = new WireServerOptions
            {
                Addresses = [door.Address],
                LocalIdentity = ClientIdentity.OfThisUser(options.Owner),
                ServerSecretKey = door.SecretKey,
                Keys = door.Keys,
                Clock = terminal.Clock,
            };
            server = WireServer.Start(agent, serving, terminal.Log);
            return new AgentPost(agent, door, server, door.Complete(server.Addresses[0]));
        }
        catch (Exception e)
        {
            server?.Dispose();
            if (agent is not null)
            {
                await agent.DisposeAsync();
            }

            door.Dispose();
            if (e is BrokerAddressException or BrokerUnavailableException or ZeroMQException or ZeroMQUnavailableException)
            {
                throw new UserErrorException(e.Message, e);
            }

            throw;
        }
    }

    /// <summary>Ends the agent at once if it has not ended, and closes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await Agent.DisposeAsync();
        _door.Dispose();
    }
}
