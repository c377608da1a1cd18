using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Studies.Remote;

namespace Merlin.Cli.Workers.Trees;

/// <summary>
/// Knows when nothing is left for a tree to do: no task waits or runs in its queues, and no study of the spec is open, which
/// could still bring some.
/// </summary>
/// <param name="session">The line to the broker.</param>
/// <param name="queues">The tree's queues on the broker.</param>
/// <param name="study">The name of the spec's studies; null when the tree serves some of its steps only.</param>
/// <param name="clock">The time.</param>
internal sealed class WorkWatch(BrokerSession session, IReadOnlyList<string> queues, string? study, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Looks again and again until nothing is left; a broker that is away is waited for.</summary>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task WaitForEndAsync(CancellationToken stop)
    {
        while (await IsWorkLeftAsync(stop))
        {
            await Task.Delay(Interval, clock, stop);
        }
    }

    // The studies first: one that ends later has left nothing in the queues that are looked at after it.
    private async Task<bool> IsWorkLeftAsync(CancellationToken stop) => await IsStudyOpenAsync(stop) || await AreTasksLeftAsync(stop);

    private async Task<bool> IsStudyOpenAsync(CancellationToken stop)
    {
        if (study is null)
        {
            return false;
        }

        StudyList open = await session.AskAsync<StudyList>(
            number => new StudyListRequest(number, Ended: false, study, Workspace: null, Before: null, Limit: 1000), stop);
        return open.Studies.Any(found => found.Owner == session.Greeting.Owner);
    }

    private async Task<bool> AreTasksLeftAsync(CancellationToken stop)
    {
        QueueList found = await session.AskAsync<QueueList>(number => new QueueListRequest(number, queues), stop);
        return found.Queues.Any(static queue => queue.Waiting + queue.Ready + queue.Leased > 0);
    }
}
