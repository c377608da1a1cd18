using System.Globalization;
using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;

namespace Merlin.Benchmarks.Hosting;

/// <summary>
/// How many tasks a second scheduler, store and host carry together: simulated consumers in the same process report each
/// lease as soon as it is granted. <c>in-process DIRECTORY LEASE-SIZE TASKS [CONSUMERS]</c>
/// </summary>
internal static class InProcessLoad
{
    private const int DefaultConsumers = 64;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length < 3)
        {
            await Console.Error.WriteLineAsync("in-process DIRECTORY LEASE-SIZE TASKS [CONSUMERS]");
            return 2;
        }

        string directory = Path.Combine(args[0], $"merlin-load-{Guid.NewGuid():N}");
        int leaseSize = int.Parse(args[1], CultureInfo.InvariantCulture);
        long tasks = long.Parse(args[2], CultureInfo.InvariantCulture);
        int consumers = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : DefaultConsumers;
        try
        {
            // Once to let the runtime compile what is hot.
            await MeasureAsync(Path.Combine(directory, "warm"), leaseSize, Math.Max(tasks / 10, 1), consumers);
            TimeSpan time = await MeasureAsync(Path.Combine(directory, "run"), leaseSize, tasks, consumers);
            Console.WriteLine(
                $"{tasks} tasks, leases of {leaseSize}, {consumers} consumers: {time.TotalSeconds:F2} s, "
                + $"{tasks / time.TotalSeconds:F0} tasks/s");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        return 0;
    }

    private static async Task<TimeSpan> MeasureAsync(string directory, int leaseSize, long tasks, int consumers)
    {
        using Store store = Store.Open(directory);
        using BrokerHost host = BrokerHost.Start(
            store, new SchedulerOptions { LeaseCap = leaseSize }, TimeProvider.System, "bench");
        ClientIdentity user = ClientIdentity.OfThisUser("bench");
        using var client = new BrokerClient(listener => host.Connect(user, listener));
        List<EagerConsumer> all =
            [.. Enumerable.Range(0, consumers).Select(number => new EagerConsumer(listener => host.Connect(user, listener), $"consumer-{number}"))];
        long begin = TimeProvider.System.GetTimestamp();
        var array = new ArraySpec("simulate", "merlin", tasks, 16, 30, TimeSpan.Zero, []);
        StudyAccepted accepted = await client.AskAsync<StudyAccepted>(
            number => new StudySubmit(number, new StudySubmission("bench", "/bench", "bench", [array], new byte[100])),
            CancellationToken.None);
        await client.WatchAsync(accepted.Study, CancellationToken.None);
        TimeSpan time = TimeProvider.System.GetElapsedTime(begin);
        all.ForEach(consumer => consumer.Dispose());
        return time;
    }
}
