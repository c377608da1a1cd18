using Merlin.Cli.Tests.Harness;
using Merlin.Cli.Tests.Server;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd.Brokers;

/// <summary>
/// A site with a broker of its own on <c>tcp://</c>, and workers for it, all by the real program. The commands find the
/// broker by <c>MERLIN_BROKER</c>.
/// </summary>
public sealed class BrokerScene
{
    private readonly List<RunningCommand> _workers = [];

    private BrokerScene(ServerSite server)
    {
        Server = server;
    }

    public ServerSite Server { get; }

    public Site Site => Server.Site;

    /// <summary>Runs a test's body beside a broker that listens. At the end the workers must leave in good order.</summary>
    public static Task UseAsync(ITestOutputHelper output, Func<BrokerScene, Task> body) =>
        Site.UseAsync(output, site => ServerSite.UseAsync(site, async server =>
        {
            site.Environment["MERLIN_BROKER"] = server.Client;
            await server.StartAsync();
            var scene = new BrokerScene(server);
            await body(scene);
            await scene.EndWorkersAsync();
        }));

    /// <summary>Starts a worker of two slots, which serves every queue unless <paramref name="options"/> say otherwise.</summary>
    public RunningCommand StartWorker(string name = "wk", params IEnumerable<string> options)
    {
        RunningCommand worker = Site.StartMerlin(["worker", "-n", name, "-c", "2", .. options]);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Runs a spec through the broker to its end.</summary>
    public async Task<CommandResult> RunAsync(string specText, int exitCode = 0, params IEnumerable<string> options)
    {
        string spec = Site.Write("spec.yaml", specText);
        return (await Site.MerlinAsync(["run", spec, "--wait", .. options])).Ended(exitCode);
    }

    /// <summary>Asks the workers to leave and waits until they have.</summary>
    public async Task EndWorkersAsync()
    {
        foreach (RunningCommand worker in _workers.Where(static worker => !worker.HasExited))
        {
            await worker.SignalAsync("TERM");
        }

        foreach (RunningCommand worker in _workers)
        {
            (await worker.EndAsync()).Ended(0);
        }

        _workers.Clear();
    }
}
