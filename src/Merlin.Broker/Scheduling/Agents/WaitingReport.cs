using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>What has ended of one array of one lease from above, worker by worker, until it is said there.</summary>
internal sealed class WaitingReport(LeaseId lease, ArrayId array)
{
    private readonly Dictionary<TaskRunner, List<TaskRecord>> _byRunner = [];
    private readonly List<TaskRecord> _ofNobody = [];
    private readonly List<TaskPlace> _places = [];
    private readonly List<IndexRange> _finished = [];

    public LeaseId Lease { get; } = lease;

    /// <summary>What one worker has ended; of nobody when its session is over.</summary>
    public List<TaskRecord> Of(TaskRunner? runner)
    {
        if (runner is null)
        {
            return _ofNobody;
        }

        if (!_byRunner.TryGetValue(runner, out List<TaskRecord>? records))
        {
            _byRunner.Add(runner, records = []);
        }

        return records;
    }

    public void AddPlaces(IReadOnlyList<TaskPlace> places) => _places.AddRange(places);

    public void AddFinished(IReadOnlyList<IndexRange> finished) => _finished.AddRange(finished);

    public TaskReport Seal(long sequence)
    {
        var shares = new List<RunnerShare>(_byRunner.Count);
        var tasks = new List<TaskRecord>(_ofNobody.Count + _byRunner.Values.Sum(records => records.Count));
        foreach ((TaskRunner runner, List<TaskRecord> records) in _byRunner)
        {
            shares.Add(new RunnerShare(runner, records.Count));
            tasks.AddRange(records);
        }

        tasks.AddRange(_ofNobody);
        return new TaskReport(Lease, array, sequence, tasks, _finished) { Places = _places, Runners = shares };
    }
}
