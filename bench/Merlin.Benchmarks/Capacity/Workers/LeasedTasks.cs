using Merlin.Broker;
using Merlin.Broker.Messages;

namespace Merlin.Benchmarks.Capacity.Workers;

/// <summary>What a simulated worker has of one lease and has not reported.</summary>
internal sealed class LeasedTasks
{
    private readonly Dictionary<long, AttemptState>? _past;
    private long[] _left;
    private int _count;

    /// <summary>What a lease grants.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="order">Puts the tasks into random order; null for their own.</param>
    public LeasedTasks(LeaseGrant lease, Random? order)
    {
        Lease = lease.Lease;
        Array = lease.Chain[0];
        _past = lease.Attempts.Count == 0 ? null : lease.Attempts.ToDictionary(attempt => attempt.Index);
        _left = [.. lease.Ranges.SelectMany(Indices)];
        _count = _left.Length;
        order?.Shuffle(_left);
    }

    public LeaseId Lease { get; }

    public ArrayId Array { get; }

    public bool IsEmpty => _count == 0;

    /// <summary>Runs some tasks.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="draw">Makes up what comes of them.</param>
    /// <param name="now">The present in microseconds since 1970.</param>
    public List<TaskRecord> Run(int most, TaskDraw draw, long now)
    {
        int first = Math.Max(0, _count - most);
        var records = new List<TaskRecord>(_count - first);
        for (int i = first; i < _count; i++)
        {
            AttemptState? past = _past is not null && _past.TryGetValue(_left[i], out AttemptState known) ? known : null;
            records.Add(draw.Run(_left[i], past, now));
        }

        _count = first;
        return records;
    }

    /// <summary>Gives back what is left of some tasks.</summary>
    public List<IndexRange> GiveBack(IReadOnlyList<IndexRange> asked)
    {
        ILookup<bool, long> parts = _left.Take(_count).ToLookup(index => asked.Any(range => range.Contains(index)));
        _left = [.. parts[false]];
        _count = _left.Length;
        return [.. parts[true].Order().Select(IndexRange.Of)];
    }

    private static IEnumerable<long> Indices(IndexRange range)
    {
        for (long index = range.Start; index < range.End; index++)
        {
            yield return index;
        }
    }
}
