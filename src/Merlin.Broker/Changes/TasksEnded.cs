namespace Merlin.Broker.Changes;

/// <summary>Tasks ended with a record each: they were run.</summary>
/// <param name="Array">The array.</param>
/// <param name="Consumer">Who ran them.</param>
/// <param name="Tasks">Their last attempts; every outcome ends its task.</param>
public sealed record TasksEnded(ArrayId Array, ConsumerId Consumer, IReadOnlyList<TaskRecord> Tasks) : BrokerChange;
