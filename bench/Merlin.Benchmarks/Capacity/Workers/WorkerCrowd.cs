using Merlin.Broker.Lines;

namespace Merlin.Benchmarks.Capacity.Workers;

/// <summary>Simulated workers, each with a line of its own, whose hearts beat.</summary>
internal sealed class WorkerCrowd : IAsyncDisposable
{
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(5);

    private readonly List<SimulatedWorker> _workers = [];
    private readonly ITimer _beat;

    private WorkerCrowd(IEnumerable<SimulatedWorker> workers)
    {
        _workers.AddRange(workers);
        _beat = TimeProvider.System.CreateTimer(_ => _workers.ForEach(worker => worker.Beat()), null, BeatInterval, BeatInterval);
    }

    /// <summary>What they count together.</summary>
    public required Progress Progress { get; init; }

    /// <summary>Lets workers attach to a broker, and waits until it knows them all.</summary>
    /// <param name="connect">Opens lines.</param>
    /// <param name="count">How many.</param>
    /// <param name="queue">The queue that they serve.</param>
    /// <param name="habits">How they work.</param>
    public static async Task<WorkerCrowd> StartAsync(
        Func<IBrokerListener, IBrokerChannel> connect, int count, string queue, WorkerHabits habits)
    {
        var progress = new Progress();
        var crowd = new WorkerCrowd(Enumerable.Range(0, count)
            .Select(number => new SimulatedWorker(connect, $"simulated-{number}", queue, habits, progress)))
        {
            Progress = progress,
        };
        await Task.WhenAll(crowd._workers.Select(worker => worker.Welcomed));
        return crowd;
    }

    /// <summary>Lets them go on after a pause.</summary>
    public void Resume()
    {
        Progress.Resume();
        _workers.ForEach(worker => worker.GoOn());
    }

    public async ValueTask DisposeAsync()
    {
        await _beat.DisposeAsync();
        _workers.ForEach(worker => worker.Dispose());
    }
}
