namespace Merlin.Cli.Studies;

/// <summary>A node as the status files of its tasks tell of it.</summary>
internal sealed class StatusFileNode
{
    private readonly SortedDictionary<string, TaskView> _tasks = new(StringComparer.Ordinal);
    private readonly List<string> _workers = [];

    /// <summary>A node without tasks yet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="step">The step that it comes from.</param>
    public StatusFileNode(string name, string step)
    {
        Name = name;
        Step = step;
    }

    /// <summary>The node's name.</summary>
    public string Name { get; }

    /// <summary>The step that it comes from.</summary>
    public string Step { get; }

    /// <summary>Its queue, or null when no file tells one.</summary>
    public string? Queue { get; set; }

    /// <summary>Parameters of its <c>cmd</c>, values as JSON texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? CommandParameters { get; set; }

    /// <summary>Parameters of its <c>restart</c>, values as JSON texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? RestartParameters { get; set; }

    /// <summary>The workers that ran its tasks.</summary>
    public IReadOnlyList<string> Workers => _workers;

    /// <summary>Its tasks, ordered by their directories.</summary>
    public IEnumerable<TaskView> Tasks => _tasks.Values;

    /// <summary>Adds a task; the files of two places that tell of one task agree, or the later read wins.</summary>
    public void Add(TaskView task)
    {
        _tasks[task.Workspace] = task;
        AddWorkers(task.Workers);
    }

    /// <summary>Adds workers that it does not know yet.</summary>
    public void AddWorkers(IEnumerable<string> workers) => _workers.AddRange(workers.Except(_workers).ToList());
}
