using Merlin.Broker.Messages;

namespace Merlin.Broker.Changes;

/// <summary>Tasks ended with a record each: they were run.</summary>
/// <param name="Array">The array.</param>
/// <param name="Consumer">Who reported them.</param>
/// <param name="Tasks">Their last attempts; every outcome ends its task.</param>
public sealed record TasksEnded(ArrayId Array, ConsumerId Consumer, IReadOnlyList<TaskRecord> Tasks) : BrokerChange
{
    /// <summary>Sparse: where those of <see cref="Tasks"/> ran that were not simply on their worker's host.</summary>
    public IReadOnlyList<TaskPlace> Places { get; init; } = [];

    /// <summary>The worker that ran them when <see cref="Consumer"/> is an agent; null when that one did itself.</summary>
    public TaskRunner? Runner { get; init; }
}
