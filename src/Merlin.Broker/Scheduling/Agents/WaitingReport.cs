using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>What one worker has ended of one array of one lease from above, until it is said there.</summary>
internal sealed class WaitingReport(LeaseId lease, ArrayId array, TaskRunner? runner)
{
    private readonly List<TaskRecord> _tasks = [];
    private readonly List<TaskPlace> _places = [];
    private readonly List<IndexRange> _finished = [];

    public void Add(TaskRecord record, IReadOnlyList<TaskPlace> places)
    {
        _tasks.Add(record);
        for (int i = 0; i < places.Count; i++)
        {
            if (places[i].Index == record.Index)
            {
                _places.Add(places[i]);
            }
        }
    }

    public void AddFinished(IReadOnlyList<IndexRange> finished) => _finished.AddRange(finished);

    public TaskReport Seal(long sequence) =>
        new(lease, array, sequence, _tasks, _finished) { Places = _places, Runner = runner };
}
