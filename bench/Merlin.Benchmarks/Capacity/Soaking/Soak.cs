using Merlin.Benchmarks.Capacity.Studies;
using Merlin.Benchmarks.Capacity.Workers;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Microsoft.Data.Sqlite;

namespace Merlin.Benchmarks.Capacity.Soaking;

/// <summary>
/// A broker at its full rate for a long time, in the way that costs it most: tasks that are reported one by one, in random
/// order and with failures; and beside them a real worker at its full rate.
/// </summary>
/// <param name="length">For how long.</param>
/// <param name="tasks">How many tasks a study of the simulated workers has.</param>
/// <param name="samples">How many tasks a study of the real worker has.</param>
internal sealed class Soak(TimeSpan length, long tasks, int samples)
{
    private const int Workers = 16;

    private readonly List<SoakSample> _samples = [];

    /// <summary>Soaks.</summary>
    /// <param name="program">The path of <c>merlin</c>.</param>
    /// <param name="directory">A directory for all files, not there yet.</param>
    /// <param name="tell">Hears each sample.</param>
    public async Task<SoakFigures> RunAsync(string program, string directory, Action<SoakSample> tell)
    {
        MeasuredBroker broker = await MeasuredBroker.StartAsync(program, directory);
        long ended;
        await using (broker)
        {
            await broker.Site.StartWorkerAsync("--concurrency", "2", "--queues", RealStudies.Queue);
            await using WorkerCrowd crowd =
                await WorkerCrowd.StartAsync(broker.Connect, Workers, BulkStudy.Queue, WorkerHabits.OneByOne);
            using var producer = new BrokerClient(broker.Connect);
            var real = new RealStudies(broker.Site, producer, Path.Combine(directory, "real"), samples);
            ended = await RunAsync(broker, crowd.Progress, producer, real, tell);
        }

        return new SoakFigures(
            _samples, (broker.DatabaseBytes - broker.EmptyBytes) / (double)ended, broker.LargestLogBytes, TailRows(broker.Site.Database));
    }

    // How many tasks have ended.
    private async Task<long> RunAsync(
        MeasuredBroker broker, Progress progress, BrokerClient producer, RealStudies real, Action<SoakSample> tell)
    {
        using var stop = new CancellationTokenSource(length, TimeProvider.System);
        var worker = new ProcessFigures(broker.Site.WorkerProcess);
        TimeSpan interval = TimeSpan.FromSeconds(10) < length / 10 ? TimeSpan.FromSeconds(10) : length / 10;
        long begin = TimeProvider.System.GetTimestamp();
        Task<long> bulk = WorkOffAsync(progress, producer, stop.Token);
        Task runs = real.RunAsync(stop.Token);
        Task watch = WatchAsync(Look, interval, stop.Token);
        try
        {
            // When one of them fails, for example since a process is gone, the others may never end.
            await await Task.WhenAny(bulk, runs, watch);
            await Task.WhenAll(bulk, runs, watch);
            return await bulk + real.Ended;
        }
        finally
        {
            await stop.CancelAsync();
        }

        void Look()
        {
            var sample = new SoakSample(
                TimeProvider.System.GetElapsedTime(begin).TotalSeconds,
                progress.Reported,
                real.Ended,
                broker.Process.ResidentKibibytes,
                worker.ResidentKibibytes,
                broker.DatabaseBytes,
                broker.LogBytes);
            _samples.Add(sample);
            tell(sample);
        }
    }

    private static async Task WatchAsync(Action look, TimeSpan interval, CancellationToken stop)
    {
        using var tick = new PeriodicTimer(interval, TimeProvider.System);
        try
        {
            while (await tick.WaitForNextTickAsync(stop))
            {
                look();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    private async Task<long> WorkOffAsync(Progress progress, BrokerClient producer, CancellationToken stop)
    {
        long ended = 0;
        progress.Begin(pauseAfter: null);
        while (!stop.IsCancellationRequested)
        {
            StudyAccepted accepted = await producer.AskAsync<StudyAccepted>(
                number => new StudySubmit(number, BulkStudy.Of(tasks)), CancellationToken.None);
            await producer.WatchAsync(accepted.Study, CancellationToken.None);
            ended += tasks;
        }

        return ended;
    }

    private static long TailRows(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM task_tail";
        return (long)count.ExecuteScalar()!;
    }
}
