using Merlin.Benchmarks.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Benchmarks.Load.Brokers;

/// <summary>Works off one study through a broker, with simulated workers that run nothing.</summary>
internal sealed class BrokerLoad(Transport transport, int leaseSize, long tasks, int connections) : ILoad
{
    public string Name { get; } = $"merlin {TransportWords.Of(transport)}, leases of {leaseSize}";

    public long Tasks => tasks;

    public async Task<LoadResult> RunAsync(string directory, long warmUp)
    {
        using BrokerProcess broker = await BrokerProcess.StartAsync(directory, transport, leaseSize);
        List<EagerConsumer> workers =
            [.. Enumerable.Range(0, connections).Select(number => new EagerConsumer(broker.Connect, $"worker-{number}"))];
        try
        {
            using var producer = new BrokerClient(broker.Connect);
            await Task.WhenAll(workers.Select(worker => worker.Welcomed));
            await WorkOffAsync(producer, warmUp);
            long leasesBefore = workers.Sum(worker => worker.Leases);
            TimeSpan time = await WorkOffAsync(producer, tasks);
            return new LoadResult(time, tasks / (double)(workers.Sum(worker => worker.Leases) - leasesBefore));
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    private static async Task<TimeSpan> WorkOffAsync(BrokerClient producer, long count)
    {
        long begin = TimeProvider.System.GetTimestamp();
        StudyAccepted accepted = await producer.AskAsync<StudyAccepted>(
            number => new StudySubmit(number, SimulatedStudy.Of(count)), CancellationToken.None);
        await producer.WatchAsync(accepted.Study, CancellationToken.None);
        return TimeProvider.System.GetElapsedTime(begin);
    }
}
