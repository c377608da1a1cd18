using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Worker.Leases;

namespace Merlin.Worker.Reports;

/// <summary>What waits to be reported of one array of one lease.</summary>
internal sealed class ReportBatch
{
    private readonly List<TaskRecord> _records = [];
    private readonly List<TaskPlace> _places = [];
    private RangeList _alreadyFinished = new();

    /// <summary>Adds an attempt that ended.</summary>
    /// <param name="record">How it ended.</param>
    /// <param name="place">Where it ran, unless that was simply on the worker's host.</param>
    public void Add(in TaskRecord record, TaskPlace? place)
    {
        _records.Add(record);
        if (place is not null)
        {
            _places.Add(place);
        }
    }

    /// <summary>Adds a task that had its finished file.</summary>
    public void AddFinished(long index) => _alreadyFinished.Add(index);

    /// <summary>Makes a report of everything and begins again.</summary>
    public TaskReport Empty(LeaseId lease, ArrayId array, long sequence)
    {
        var report = new TaskReport(lease, array, sequence, _records.ToArray(), _alreadyFinished.ToRanges())
        {
            Places = _places.ToArray(),
        };
        _records.Clear();
        _places.Clear();
        _alreadyFinished = new RangeList();
        return report;
    }
}
