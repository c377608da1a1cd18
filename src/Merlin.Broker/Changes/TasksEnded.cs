using System.Collections.ObjectModel;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Changes;

/// <summary>Tasks ended with a record each: they were run.</summary>
/// <param name="Array">The array.</param>
/// <param name="Consumer">Who reported them.</param>
/// <param name="Tasks">Their last attempts; every outcome ends its task.</param>
public sealed record TasksEnded(ArrayId Array, ConsumerId Consumer, IReadOnlyList<TaskRecord> Tasks) : BrokerChange
{
    /// <summary>Sparse: where those of <see cref="Tasks"/> ran that were not simply on their worker's host; may name others.</summary>
    public IReadOnlyList<TaskPlace> Places { get; init; } = [];

    /// <summary>The worker that ran them when <see cref="Consumer"/> is an agent; null when that one did itself.</summary>
    public TaskRunner? Runner { get; init; }

    /// <summary>The places by the indices of their tasks; the last one counts where several are told of a task.</summary>
    internal IReadOnlyDictionary<long, TaskPlace> PlacesByIndex()
    {
        if (Places.Count == 0)
        {
            return ReadOnlyDictionary<long, TaskPlace>.Empty;
        }

        var places = new Dictionary<long, TaskPlace>(Places.Count);
        foreach (TaskPlace place in Places)
        {
            places[place.Index] = place;
        }

        return places;
    }
}
