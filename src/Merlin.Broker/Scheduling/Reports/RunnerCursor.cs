using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>Goes through the tasks of a report from the first to the last, and says who ran each, and where.</summary>
/// <param name="report">The report.</param>
internal struct RunnerCursor(TaskReport report)
{
    private readonly IReadOnlyDictionary<long, TaskPlace> _places = TaskPlace.ByIndex(report.Places);
    private int _place;
    private int _share;
    private int _left = report.Runners.Count > 0 ? report.Runners[0].Tasks : 0;

    /// <summary>What is said of the next task.</summary>
    public ReportedTask Next()
    {
        while (_left == 0 && _share < report.Runners.Count)
        {
            _left = ++_share < report.Runners.Count ? report.Runners[_share].Tasks : 0;
        }

        TaskRunner? runner = _share < report.Runners.Count ? report.Runners[_share].Runner : null;
        _left--;
        TaskRecord record = report.Tasks[_place++];
        return new ReportedTask(record, runner, _places.GetValueOrDefault(record.Index));
    }
}
