using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>Tasks of one array and one lease from above that one worker has ended.</summary>
/// <param name="lease">The lease; null when the agent holds none for them any more.</param>
/// <param name="array">The array.</param>
/// <param name="report">Takes the records on their way up.</param>
/// <param name="runner">The worker.</param>
internal sealed class EndedHere(UpstreamLease? lease, ArrayId array, WaitingReport report, TaskRunner? runner)
{
    private readonly List<TaskRecord> _records = report.Of(runner);

    public UpstreamLease? Lease { get; } = lease;

    public ArrayId Array { get; } = array;

    /// <summary>The array's place in the lease's chain; -1 without a lease.</summary>
    public int Place { get; } = lease?.PlaceOf(array) ?? -1;

    public RangeSet Tasks { get; } = new();

    /// <summary>Those among them whose worker does not go on with the chain.</summary>
    public RangeSet Broken { get; } = new();

    /// <summary>Whether a task is of this lease.</summary>
    public bool Has(long index) => Lease?.Open(Place).Contains(index) ?? false;

    public void Add(TaskRecord record)
    {
        _records.Add(record);
        Tasks.Add(IndexRange.Of(record.Index));
        if (record.Outcome.AsksForAnotherAttempt() || record.Outcome.EndState() == TaskState.Raised)
        {
            Broken.Add(IndexRange.Of(record.Index));
        }
    }

    /// <summary>Adds where its tasks ran, of those places that are named.</summary>
    public void AddPlaces(IReadOnlyList<TaskPlace> places)
    {
        if (places.Count > 0)
        {
            report.AddPlaces([.. places.Where(place => Tasks.Contains(place.Index))]);
        }
    }
}
