using Merlin.Benchmarks.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Benchmarks.Load.Brokers;

/// <summary>The time from submitting a study of one task until a worker that waits for it has it.</summary>
internal sealed class SubmitLatency(Transport transport, int submissions) : ILatency
{
    private const int WarmUp = 200;

    public string Name { get; } = $"submission to lease, {TransportWords.Of(transport)}";

    public async Task<List<TimeSpan>> RunAsync(string directory)
    {
        using BrokerProcess broker = await BrokerProcess.StartAsync(directory, transport, leaseSize: 1);
        using var producer = new BrokerClient(broker.Connect);
        using var worker = new EagerConsumer(broker.Connect, "worker");
        await worker.Welcomed;
        var times = new List<TimeSpan>();
        for (int i = 0; i < WarmUp + submissions; i++)
        {
            TimeSpan time = await SubmitAsync(producer, worker);
            if (i >= WarmUp)
            {
                times.Add(time);
            }
        }

        return times;
    }

    private static async Task<TimeSpan> SubmitAsync(BrokerClient producer, EagerConsumer worker)
    {
        var started = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        worker.Granted = _ => started.TrySetResult(TimeProvider.System.GetTimestamp());
        long begin = TimeProvider.System.GetTimestamp();
        StudyAccepted accepted = await producer.AskAsync<StudyAccepted>(
            number => new StudySubmit(number, SimulatedStudy.Of(1)), CancellationToken.None);
        long end = await started.Task;
        await producer.WatchAsync(accepted.Study, CancellationToken.None);
        return TimeProvider.System.GetElapsedTime(begin, end);
    }
}
