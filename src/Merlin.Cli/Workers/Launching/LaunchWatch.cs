using Merlin.Broker;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Studies.Remote;

namespace Merlin.Cli.Workers.Launching;

/// <summary>
/// Stays a moment with lines that were just started. A wrong one ends at once; a right one may be at its broker in a
/// moment, or wait for days in the queue of a batch system.
/// </summary>
/// <param name="session">The line to the broker.</param>
/// <param name="earlier">The user's workers before the lines were started.</param>
/// <param name="clock">The time.</param>
internal sealed class LaunchWatch(BrokerSession session, IReadOnlyList<ConsumerSummary> earlier, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<ConsumerId> _earlier = [.. earlier.Select(static consumer => consumer.Consumer)];

    /// <summary>Waits until each line has ended or its worker has come to the broker, but not for long.</summary>
    public async Task WaitAsync(IReadOnlyList<LaunchedWorker> launched, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            while (!await AreSettledAsync(launched, either.Token))
            {
                await Task.Delay(Interval, clock, either.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // What has not settled by now will do so without us.
        }
    }

    private async Task<bool> AreSettledAsync(IReadOnlyList<LaunchedWorker> launched, CancellationToken stop)
    {
        ConsumerList now = await session.AskAsync<ConsumerList>(static number => new ConsumerListRequest(number), stop);
        HashSet<string> arrived = [.. now.Consumers
            .Where(consumer => !_earlier.Contains(consumer.Consumer))
            .Select(static consumer => consumer.Name)];
        return launched.All(worker => arrived.Contains(worker.Line.Name) || worker.End is not null);
    }
}
