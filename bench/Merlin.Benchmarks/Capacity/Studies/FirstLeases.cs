using Merlin.Benchmarks.Capacity.Workers;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Benchmarks.Capacity.Studies;

/// <summary>The time from handing a study to a producer's line until the first of many waiting workers has tasks of it.</summary>
/// <param name="sizes">How many tasks the studies have; the sizes come in turns.</param>
/// <param name="workers">How many workers wait.</param>
/// <param name="rounds">How many studies of each size are submitted.</param>
internal sealed class FirstLeases(IReadOnlyList<long> sizes, int workers, int rounds)
{
    private const int WarmUp = 5;

    /// <summary>Measures.</summary>
    /// <param name="program">The path of <c>merlin</c>.</param>
    /// <param name="directory">A directory for the broker's files, not there yet.</param>
    /// <returns>The times in milliseconds by size.</returns>
    public async Task<IReadOnlyDictionary<long, List<double>>> RunAsync(string program, string directory)
    {
        await using MeasuredBroker broker = await MeasuredBroker.StartAsync(program, directory);
        await using WorkerCrowd crowd =
            await WorkerCrowd.StartAsync(broker.Connect, workers, BulkStudy.Queue, WorkerHabits.InOrder);
        using var producer = new BrokerClient(broker.Connect);
        await producer.Greeting;
        var times = sizes.ToDictionary(size => size, _ => new List<double>());
        for (int round = 0; round < WarmUp + rounds; round++)
        {
            foreach (long size in sizes)
            {
                double time = await SubmitAsync(producer, crowd.Progress, size);
                if (round >= WarmUp)
                {
                    times[size].Add(time);
                }
            }
        }

        return times;
    }

    // The workers report nothing, and give everything back when the study is cancelled.
    private static async Task<double> SubmitAsync(BrokerClient producer, Progress progress, long size)
    {
        progress.Begin(pauseAfter: 0);
        StudySubmit submission = new(0, BulkStudy.Of(size));
        long begin = TimeProvider.System.GetTimestamp();
        StudyAccepted accepted = await producer.AskAsync<StudyAccepted>(
            number => submission with { Request = number }, CancellationToken.None);
        TimeSpan time = TimeProvider.System.GetElapsedTime(begin, await progress.FirstLease);
        await producer.AskAsync<RequestDone>(number => new StudyCancel(number, accepted.Study), CancellationToken.None);
        await producer.WatchAsync(accepted.Study, CancellationToken.None);
        return time.TotalMilliseconds;
    }
}
