using System.Globalization;
using System.Text.RegularExpressions;
using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Tests.Wire;
using Merlin.Cli.Configuration;
using Merlin.Cli.Tests.Harness;
using Merlin.Cli.Tests.Server;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.EndToEnd.Faults;

/// <summary>
/// A broker daemon on <c>tcp://</c> with CURVE and worker processes that reach it through proxies, on one machine. Anything
/// of it can be killed or cut off.
/// </summary>
internal sealed class Cluster : IDisposable
{
    private readonly ServerSite _server;
    private readonly List<TcpProxy> _proxies = [];
    private readonly List<RunningCommand> _workers = [];
    private readonly int _port;
    private int _broker;

    private Cluster(ServerSite server)
    {
        _server = server;
        _port = int.Parse(
            Regex.Match(File.ReadAllText(server.File("server.yaml")), @"(?<=^port: )\d+$", RegexOptions.Multiline).Value,
            CultureInfo.InvariantCulture);
    }

    public Site Site => _server.Site;

    /// <summary>The configuration of those that reach the broker without a proxy.</summary>
    public string Configuration => _server.Client;

    /// <summary>Those that were started and not killed.</summary>
    public IReadOnlyList<RunningCommand> Workers => _workers;

    /// <summary>Runs a body beside a broker that takes a silent worker for lost after three seconds.</summary>
    public static Task UseAsync(Site site, Func<Cluster, Task> body) => ServerSite.UseAsync(site, async server =>
    {
        server.ShortenLimits();
        using var cluster = new Cluster(server);
        await cluster.StartBrokerAsync();
        await body(cluster);
    });

    /// <summary>Opens another way to the broker.</summary>
    /// <returns>The configuration of those that take it.</returns>
    public string AddWay(out TcpProxy proxy)
    {
        proxy = new TcpProxy(_port);
        _proxies.Add(proxy);
        string path = _server.File($"way-{_proxies.Count}.yaml");
        File.Copy(Configuration, path);
        ConfigurationEdit.SetAddress(path, proxy.Address);
        return path;
    }

    public RunningCommand StartWorker(string name, string way, int slots)
    {
        RunningCommand worker = Site.StartMerlin("worker", "-n", name, "-c", $"{slots}", "--broker", way);
        _workers.Add(worker);
        return worker;
    }

    public RunningCommand StartDoublingWorker(string name, string way, int seed)
    {
        RunningCommand worker = Site.StartProgram(
            MerlinProgram.Host, "exec", typeof(Program).Assembly.Location, "doubling-worker", way, name, $"{seed}");
        _workers.Add(worker);
        return worker;
    }

    /// <summary>SIGKILL for a worker.</summary>
    public async Task KillAsync(RunningCommand worker)
    {
        Assert.False(worker.HasExited, worker.SoFar.ToString());
        _workers.Remove(worker);
        worker.Kill();
        await Wait.UntilAsync(() => worker.HasExited, () => "a killed worker still runs");
    }

    /// <summary>SIGKILL for the broker.</summary>
    public async Task KillBrokerAsync()
    {
        (await Site.ProgramAsync("/bin/kill", "-9", $"{_broker}")).Ended(0);
        await Wait.UntilAsync(() => !ProcessTable.Runs(_broker), () => "a killed broker still runs");
    }

    public async Task StartBrokerAsync() => _broker = await _server.StartAsync();

    /// <summary>Submits a study.</summary>
    public async Task<StudyWorkspace> SubmitAsync(string spec)
    {
        (await Site.MerlinAsync("run", Site.Write("spec.yaml", spec), "--broker", Configuration)).Ended(0);
        return Site.Workspace();
    }

    /// <summary>What the broker says of a study, for a comparison of counts.</summary>
    public async Task<CommandResult> StatusAsync(StudyWorkspace workspace) =>
        (await Site.MerlinAsync("status", workspace.Path, "--json", "--broker", Configuration)).Ended(0);

    /// <summary>Waits for a state as long as the study goes on; a state that says how is part of the failure.</summary>
    public Task UntilAsync(Func<bool> reached, EffectsLog log) => Wait.UntilAsync(
        reached, () => $"{log.Count} effects, and then:\n{string.Join('\n', _workers.Select(worker => worker.SoFar))}");

    /// <summary>Asks all workers to leave once the broker knows them, and sees them go in good order.</summary>
    public async Task StopWorkersAsync()
    {
        using BrokerClient client = Ask();
        IReadOnlyList<ConsumerSummary> consumers = await UntilAttachedAsync(client);
        ConsumerId[] all = [.. consumers.Select(static consumer => consumer.Consumer)];
        await client.AskAsync<RequestDone>(number => new ConsumersStop(number, all), CancellationToken.None);
        foreach (RunningCommand worker in _workers)
        {
            (await worker.EndWithoutInputAsync()).Ended(0);
        }
    }

    /// <summary>Waits until the broker takes all workers for lost.</summary>
    public async Task UntilAllAreLostAsync()
    {
        using BrokerClient client = Ask();
        IReadOnlyList<ConsumerSummary> consumers = [];
        await Wait.UntilAsync(
            async () => (consumers = await ConsumersAsync(client)).Count == 0,
            () => $"the broker still counts on {string.Join(", ", consumers)}");
    }

    public void Dispose() => _proxies.ForEach(static proxy => proxy.Dispose());

    private BrokerClient Ask() => new(BrokerAccess.Find(new TestTerminal().Terminal, Configuration).Open);

    private static async Task<IReadOnlyList<ConsumerSummary>> ConsumersAsync(BrokerClient client) =>
        (await client.AskAsync<ConsumerList>(static number => new ConsumerListRequest(number), CancellationToken.None)).Consumers;

    // Those that were killed may still be counted on, so the ones that run are looked for: their process is in the identity.
    private async Task<IReadOnlyList<ConsumerSummary>> UntilAttachedAsync(BrokerClient client)
    {
        IReadOnlyList<ConsumerSummary> consumers = [];
        await Wait.UntilAsync(
            async () =>
            {
                consumers = await ConsumersAsync(client);
                return _workers.All(worker => consumers.Any(consumer =>
                    consumer.Attached && consumer.Consumer.Value.Contains($"-{worker.Id}-", StringComparison.Ordinal)));
            },
            () => $"the broker knows {string.Join(", ", consumers)}, and of these workers not all:\n"
                + string.Join('\n', _workers.Select(static worker => $"process {worker.Id}: {worker.SoFar}")));
        return consumers;
    }
}
