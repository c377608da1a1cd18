using Merlin.Broker.Lines;
using Merlin.Broker.Security;
using Merlin.Broker.Wire;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Configuration;

/// <summary>The broker that a command works with: where it is, how it is reached, and what its queues are called.</summary>
internal sealed class BrokerAccess
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private readonly BrokerConfiguration _configuration;
    private readonly Terminal _terminal;
    private readonly Lazy<PlanSeal?> _seal;

    /// <summary>An access.</summary>
    /// <param name="configuration">What is known of the broker.</param>
    /// <param name="terminal">Gives the log and the time.</param>
    public BrokerAccess(BrokerConfiguration configuration, Terminal terminal)
    {
        _configuration = configuration;
        _terminal = terminal;
        _seal = new Lazy<PlanSeal?>(MakeSeal);
    }

    /// <summary>Where the configuration comes from: an absolute path, or for a bare address the option or variable that named it.</summary>
    public string Source => _configuration.Source;

    /// <summary>The broker's address.</summary>
    public string Address => Endpoint.Address;

    /// <summary>What stands before the name of every queue; may be empty.</summary>
    public string QueueTag => _configuration.QueueTag;

    /// <summary>What <c>MERLIN_BROKER</c> is set to for tasks, so that commands in them find the same broker.</summary>
    public string EnvironmentValue => File.Exists(Source) ? Source : Address;

    /// <summary>The seal of this user's plans and results; null on <c>ipc://</c>, where nothing leaves the machine.</summary>
    /// <exception cref="UserErrorException">The owner's key cannot be read.</exception>
    public PlanSeal? Seal => _seal.Value;

    /// <summary>Where the broker is, and the keys that open the line.</summary>
    public BrokerEndpoint Endpoint => _configuration.Endpoint;

    /// <summary>Finds the broker that the user has chosen.</summary>
    /// <param name="terminal">Is warned of what is odd in the configuration.</param>
    /// <param name="brokerOption">What <c>--broker</c> says, or null.</param>
    /// <exception cref="UserErrorException">None is configured, or its configuration cannot be used.</exception>
    public static BrokerAccess Find(Terminal terminal, string? brokerOption) =>
        new(BrokerLookup.OfProcess(terminal).Find(brokerOption), terminal);

    /// <summary>Opens a line that a listener hears; it opens itself again when it breaks.</summary>
    /// <exception cref="UserErrorException">The library that lines need is not here, or the address cannot be used.</exception>
    public IBrokerChannel Open(IBrokerListener listener)
    {
        try
        {
            return WireClient.Connect(Endpoint, Banner.Version, listener, _terminal.Log);
        }
        catch (Exception e) when (e is BrokerUnavailableException or BrokerAddressException)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    /// <summary>Opens a line, and returns when the broker has answered.</summary>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="UserErrorException">Nobody answers, or the broker refuses this client.</exception>
    public Task<BrokerClient> OpenAsync(CancellationToken stop) => OpenAsync(Open, stop);

    /// <summary>Opens a line in a way of the caller's, and returns when the broker has answered.</summary>
    /// <param name="connect">Opens the line, by <see cref="Open"/> in the end.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="UserErrorException">Nobody answers, or the broker refuses this client.</exception>
    public async Task<BrokerClient> OpenAsync(Func<IBrokerListener, IBrokerChannel> connect, CancellationToken stop)
    {
        string? trouble = null;
        BrokerClient? client = new(connect) { LineChanged = reason => Volatile.Write(ref trouble, reason) };
        try
        {
            await client.Greeting.WaitAsync(AnswerLimit, _terminal.Clock, stop);
            BrokerClient open = client;
            client = null;
            return open;
        }
        catch (TimeoutException e)
        {
            throw new UserErrorException(
                $"No broker answers at {Address} (from {Source}){Because(Volatile.Read(ref trouble))}. Check that it runs there ('merlin server status' on its "
                + "host), that host and port are right, that no firewall is between, and that server_key is that broker's.",
                e);
        }
        catch (BrokerUnavailableException e)
        {
            throw new UserErrorException($"The broker at {Address} (from {Source}) refuses this client: {e.Message}", e);
        }
        finally
        {
            client?.Dispose();
        }
    }

    // A relative path goes from the file that holds it: commands run anywhere.
    private string BesideSource(string path) =>
        UserPath.Resolve(path[0] is '~' or '$' ? path : Path.Combine(Path.GetDirectoryName(Source)!, path));

    private static string Because(string? reason) => reason is null ? "" : $": {reason.TrimEnd('.')}";

    private PlanSeal? MakeSeal()
    {
        if (!_configuration.IsRemote)
        {
            return null;
        }

        string text = _configuration.OwnerKey is not { Length: > 0 } given ? MerlinHome.NeedOwnerKey()
            : OwnerKeyFile.TryDecode(given) is not null ? given
            : OwnerKeyFile.Read(BesideSource(given));
        return new PlanSeal(OwnerKeyFile.TryDecode(text));
    }
}
