using System.Collections.Concurrent;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Hosting.Agents;

/// <summary>What leaves have started, and what was acknowledged to them: no task starts after that.</summary>
internal sealed class TaskLedger
{
    private readonly ConcurrentDictionary<TaskId, int> _starts = new();
    private readonly ConcurrentDictionary<TaskId, bool> _acknowledged = new();

    /// <summary>Tasks that were started although their end had been acknowledged.</summary>
    public ConcurrentQueue<TaskId> Broken { get; } = new();

    /// <summary>How many tasks were started at least once.</summary>
    public int Tasks => _starts.Count;

    /// <summary>How often one was.</summary>
    public int StartsOf(TaskId task) => _starts.GetValueOrDefault(task);

    public void Started(TaskId task)
    {
        _starts.AddOrUpdate(task, 1, (_, count) => count + 1);
        if (_acknowledged.ContainsKey(task))
        {
            Broken.Enqueue(task);
        }
    }

    public void Acknowledged(TaskReport report)
    {
        foreach (TaskRecord record in report.Tasks)
        {
            _acknowledged[new TaskId(report.Array, record.Index)] = true;
        }
    }
}
