using Merlin.Benchmarks.Capacity.Studies;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Benchmarks.Capacity.Crowds;

/// <summary>
/// How long a worker waits for its next task when all workers together end so many tasks a second, however many workers
/// that are.
/// </summary>
/// <param name="workers">How many workers there are.</param>
/// <param name="tasksPerSecond">How many tasks they end together.</param>
/// <param name="length">For how long.</param>
internal sealed class PacedCrowd(int workers, int tasksPerSecond, TimeSpan length)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Measures.</summary>
    /// <param name="program">The path of <c>merlin</c>.</param>
    /// <param name="directory">A directory for the broker's files, not there yet.</param>
    public async Task<CrowdFigures> RunAsync(string program, string directory)
    {
        await using MeasuredBroker broker = await MeasuredBroker.StartAsync(program, directory);
        List<PacedWorker> crowd =
            [.. Enumerable.Range(0, workers).Select(number => new PacedWorker(broker.Connect, $"paced-{number}", BulkStudy.Queue))];
        try
        {
            using var producer = new BrokerClient(broker.Connect);
            var tasks = (long)(tasksPerSecond * (length + WarmUp + WarmUp).TotalSeconds);
            await producer.AskAsync<StudyAccepted>(
                number => new StudySubmit(number, BulkStudy.Of((2 * tasks) + workers)), CancellationToken.None);
            await Task.WhenAll(crowd.Select(worker => worker.Leased));
            await PaceAsync(crowd, WarmUp);
            crowd.ForEach(worker => worker.Forget());
            TimeSpan processor = broker.Process.ProcessorTime;
            await PaceAsync(crowd, length);
            processor = broker.Process.ProcessorTime - processor;
            return new CrowdFigures(
                [.. crowd.SelectMany(worker => worker.Waits)], processor / length, broker.Process.PeakKibibytes);
        }
        finally
        {
            crowd.ForEach(worker => worker.Dispose());
        }
    }

    // One worker after the other, as many in each tick as are due by then.
    private async Task PaceAsync(List<PacedWorker> crowd, TimeSpan time)
    {
        using var timer = new PeriodicTimer(Tick, TimeProvider.System);
        await using ITimer beat = TimeProvider.System.CreateTimer(
            _ => crowd.ForEach(worker => worker.Beat()), null, BeatInterval, BeatInterval);
        long begin = TimeProvider.System.GetTimestamp();
        long stepped = 0;
        TimeSpan elapsed;
        while ((elapsed = TimeProvider.System.GetElapsedTime(begin)) < time)
        {
            for (; stepped < elapsed.TotalSeconds * tasksPerSecond; stepped++)
            {
                crowd[(int)(stepped % crowd.Count)].Step();
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
