using Merlin.Benchmarks.Capacity.Workers;
using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Benchmarks.Capacity.Studies;

/// <summary>Works off studies of one size, one after the other, through a broker that has done nothing before.</summary>
/// <param name="habits">How the workers work.</param>
/// <param name="tasks">How many tasks a study has.</param>
/// <param name="workers">How many workers there are.</param>
/// <param name="statuses">How often the status is asked for.</param>
/// <param name="repeats">How many studies are worked off at most.</param>
internal sealed class StudyRun(WorkerHabits habits, long tasks, int workers, int statuses, int repeats)
{
    private const int SmallStudies = 20;
    private const int MiddlingStudies = 3;
    private const long Small = 100_000;
    private const long Middling = 10_000_000;
    private const long WarmUpPart = 10;
    private const long LongestWarmUp = 1_000_000;

    /// <summary>Whether a study is so long that its status can be asked for meanwhile.</summary>
    private bool IsLong => tasks > Middling;

    private int Repeats => Math.Min(repeats, tasks <= Small ? SmallStudies : IsLong ? 1 : MiddlingStudies);

    /// <summary>Measures.</summary>
    /// <param name="program">The path of <c>merlin</c>.</param>
    /// <param name="directory">A directory for the broker's files, not there yet.</param>
    public async Task<StudyFigures> RunAsync(string program, string directory)
    {
        MeasuredBroker broker = await MeasuredBroker.StartAsync(program, directory);
        StudyFigures figures;
        long ended;
        await using (broker)
        {
            await using WorkerCrowd crowd = await WorkerCrowd.StartAsync(broker.Connect, workers, BulkStudy.Queue, habits);
            using var producer = new BrokerClient(broker.Connect);
            (figures, ended) = await MeasureAsync(broker, crowd, producer);
        }

        return figures with { BytesPerTask = (broker.DatabaseBytes - broker.EmptyBytes) / (double)ended };
    }

    private async Task<(StudyFigures Figures, long Ended)> MeasureAsync(MeasuredBroker broker, WorkerCrowd crowd, BrokerClient producer)
    {
        long warmUp = Math.Min(LongestWarmUp, Math.Max(1, tasks / WarmUpPart));
        await WorkOffAsync(broker, crowd, producer, warmUp);
        TimeSpan processor = broker.Process.ProcessorTime;
        List<double> rates = [];
        var times = new StatusTimes();
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            TimeSpan time = await WorkOffAsync(broker, crowd, producer, tasks, repeat == 0 ? times : null);
            rates.Add(tasks / time.TotalSeconds);
        }

        long measured = Repeats * tasks;
        var figures = new StudyFigures
        {
            TasksPerSecond = Medians.Of(rates),
            BrokerMicros = (broker.Process.ProcessorTime - processor).TotalMicroseconds / measured,
            PeakKibibytes = broker.Process.PeakKibibytes,
            BytesPerTask = 0,
            LogBytes = broker.LargestLogBytes,
            StatusMillis = Medians.Of(times.Quiet),
            BusyStatusMillis = times.Busy.Count == 0 ? null : Medians.Of(times.Busy),
        };
        return (figures, measured + warmUp);
    }

    // The time without the pause in which the status is asked for.
    private async Task<TimeSpan> WorkOffAsync(
        MeasuredBroker broker, WorkerCrowd crowd, BrokerClient producer, long count, StatusTimes? times = null)
    {
        crowd.Progress.Begin(times is null ? null : count / 2);
        long begin = TimeProvider.System.GetTimestamp();
        StudyAccepted accepted = await producer.AskAsync<StudyAccepted>(
            number => new StudySubmit(number, BulkStudy.Of(count)), CancellationToken.None);
        Task ended = producer.WatchAsync(accepted.Study, CancellationToken.None);
        TimeSpan paused = times is null ? TimeSpan.Zero : await AskHalfWayAsync(broker, crowd, accepted.Study, times);
        while (times is not null && IsLong && times.Busy.Count < statuses && !ended.IsCompleted)
        {
            times.Busy.Add(await broker.ShowStatusAsync(accepted.Study));
        }

        await ended;
        return TimeProvider.System.GetElapsedTime(begin) - paused;
    }

    private async Task<TimeSpan> AskHalfWayAsync(MeasuredBroker broker, WorkerCrowd crowd, StudyId study, StatusTimes times)
    {
        await crowd.Progress.Paused;
        long pause = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < statuses; i++)
        {
            times.Quiet.Add(await broker.ShowStatusAsync(study));
        }

        TimeSpan paused = TimeProvider.System.GetElapsedTime(pause);
        crowd.Resume();
        return paused;
    }

    private sealed class StatusTimes
    {
        public List<double> Quiet { get; } = [];

        public List<double> Busy { get; } = [];
    }
}
