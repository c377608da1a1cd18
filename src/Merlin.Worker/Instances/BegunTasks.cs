using System.Collections.Concurrent;
using Merlin.Broker;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>The tasks that have begun in the worker's instance and are not over yet; for any thread.</summary>
internal sealed class BegunTasks
{
    private readonly ConcurrentDictionary<TaskId, TaskRun> _runs = new();

    /// <summary>Adds one, before anything of it is started. Of two copies of a task the first counts.</summary>
    public void Add(TaskRun run) => _runs.TryAdd(run.Id, run);

    /// <summary>A task, if it is one of them.</summary>
    public TaskRun? Find(TaskId task) => _runs.GetValueOrDefault(task);

    /// <summary>One is over, or is not started after all.</summary>
    public void Remove(TaskRun run) => _runs.TryRemove(KeyValuePair.Create(run.Id, run));
}
