using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>The tasks of a study that a filter keeps. Nothing is held: each enumeration reads the tasks again.</summary>
internal sealed class TaskSelection
{
    private readonly IStudyView _view;
    private readonly TaskFilter _filter;

    /// <summary>A selection.</summary>
    public TaskSelection(IStudyView view, TaskFilter filter)
    {
        _view = view;
        _filter = filter;
    }

    /// <summary>The study.</summary>
    public StudyFacts Facts => _view.Facts;

    /// <summary>The tasks, those of one node after the other.</summary>
    public IEnumerable<SelectedTask> Tasks()
    {
        IEnumerable<SelectedTask> all = _view.Nodes
            .Where(_filter.Admits)
            .SelectMany(node => _view.Tasks(node).Where(_filter.Admits).Select(task => new SelectedTask(node, task)));
        return _filter.MaxTasks is { } limit ? all.Take(limit) : all;
    }

    /// <summary>Names of the selected steps of which no task has been touched.</summary>
    public IEnumerable<string> UnstartedSteps()
    {
        HashSet<string> admitted = [.. _view.Nodes.Where(_filter.Admits).Select(static node => node.Step)];
        return _view.Summarise()
            .Where(step => !step.Started && (admitted.Contains(step.Name) || _filter.Steps.Contains(step.Name)
                || (_filter.Steps.Count == 0 && _filter.Queues.Count == 0)))
            .Select(static step => step.Name);
    }
}
