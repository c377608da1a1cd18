using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Screen;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Workers.Launching;

/// <summary>Which queues have workers on this host. Where workers may not overlap, no other worker starts for them.</summary>
internal sealed class QueueWatch
{
    private readonly HashSet<string> _watched;
    private readonly string? _watcherOfAll;

    /// <summary>A watch.</summary>
    /// <param name="consumers">The user's workers.</param>
    /// <param name="host">This host's name.</param>
    public QueueWatch(IReadOnlyList<ConsumerSummary> consumers, string host)
    {
        ConsumerSummary[] here = [.. consumers.Where(consumer => consumer.Host == host && !consumer.Leaving)];
        _watched = [.. here.SelectMany(static consumer => consumer.Queues)];
        _watcherOfAll = here.FirstOrDefault(static consumer => consumer.Queues.Count == 0)?.Name;
    }

    /// <summary>Chooses the workers whose queues nobody watches, neither here nor an earlier one of them.</summary>
    /// <param name="workers">The workers.</param>
    /// <param name="log">Told of each that is left out.</param>
    public IReadOnlyList<T> Choose<T>(IReadOnlyList<T> workers, LogLines log)
        where T : IServesQueues
    {
        var chosen = new List<T>();
        foreach (T worker in workers)
        {
            string[] taken = [.. worker.Queues.Where(queue => _watcherOfAll is not null || _watched.Contains(queue))];
            if (taken.Length > 0)
            {
                log.Warning(
                    $"Worker '{worker.Name}' is not started: another worker on this host serves {string.Join(", ", taken)} already. "
                    + "With 'overlap: true' under merlin.resources of the spec it would start all the same.");
                continue;
            }

            _watched.UnionWith(worker.Queues);
            chosen.Add(worker);
        }

        return chosen;
    }
}
