using Merlin.Benchmarks.Load.Brokers;
using Merlin.Benchmarks.Load.Redis;
using Merlin.Benchmarks.Load.Starts;

namespace Merlin.Benchmarks.Load;

/// <summary>Measures brokers and Redis in turns, then the times until one task has got to a worker, and until it runs.</summary>
internal static class LoadCommand
{
    // Enough that each run takes some seconds; leases of full size need many tasks, since the last ones are spread.
    private const long SingleTasks = 100_000;
    private const long TenTasks = 500_000;
    private const long ThousandTasks = 10_000_000;
    private const long RedisTasks = 50_000;
    private const int Submissions = 2000;
    private const int Starts = 500;
    private const int Commands = 40;

    // A tenth of a run, for the runtime to compile what is hot.
    private const int WarmUpPart = 10;

    /// <summary>Runs it; see <see cref="LoadOptions"/>.</summary>
    public static Task<int> RunAsync(string[] args) => MeasureOptions.RunAsync(new LoadOptions(), args, MeasureAsync);

    private static async Task MeasureAsync(LoadOptions options)
    {
        var report = new LoadReport(options);
        await MeasureRatesAsync(options, report);
        await MeasureLatenciesAsync(options, report);
        report.Print();
    }

    private static List<ILoad> Contenders(LoadOptions options)
    {
        List<ILoad> contenders = [];
        foreach (Transport transport in Enum.GetValues<Transport>())
        {
            contenders.Add(new BrokerLoad(transport, 1, options.Scaled(SingleTasks), options.Connections));
            contenders.Add(new BrokerLoad(transport, 10, options.Scaled(TenTasks), options.Connections));
            contenders.Add(new BrokerLoad(transport, 1000, options.Scaled(ThousandTasks), options.Connections));
        }

        if (RedisProcess.IsInstalled)
        {
            // Put between the others, so that it is near in time to each of them.
            contenders.Insert(contenders.Count / 2, new RedisLoad(eager: false, options.Scaled(RedisTasks), options.Connections));
            contenders.Add(new RedisLoad(eager: true, options.Scaled(RedisTasks), options.Connections));
        }
        else
        {
            Console.Error.WriteLine("redis-server is not installed: the comparison with it is left out (apt-get install redis-server).");
        }

        return contenders.FindAll(load => options.Includes(load.Name));
    }

    // Each round begins with another contender.
    private static async Task MeasureRatesAsync(LoadOptions options, LoadReport report)
    {
        List<ILoad> contenders = Contenders(options);
        for (int round = 0; round < options.Rounds; round++)
        {
            for (int i = 0; i < contenders.Count; i++)
            {
                ILoad load = contenders[(round + i) % contenders.Count];
                report.Add(load, round, await options.InDirectoryAsync(directory => load.RunAsync(directory, load.Tasks / WarmUpPart)));
            }
        }
    }

    private static async Task MeasureLatenciesAsync(LoadOptions options, LoadReport report)
    {
        List<ILatency> latencies = [.. Enum.GetValues<Transport>()
            .SelectMany(transport => Latencies(options, transport))
            .Where(latency => options.Includes(latency.Name))];
        for (int round = 0; round < options.Rounds; round++)
        {
            foreach (ILatency latency in latencies)
            {
                report.Add(latency, round, await options.InDirectoryAsync(latency.RunAsync));
            }
        }
    }

    private static ILatency[] Latencies(LoadOptions options, Transport transport) =>
    [
        new SubmitLatency(transport, options.Repeated(Submissions)),
        new StartLatency(options.Merlin, transport, options.Repeated(Starts)),
        new CommandLatency(options.Merlin, transport, options.Repeated(Commands)),
    ];
}
