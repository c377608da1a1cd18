namespace Merlin.Broker.Changes;

/// <summary>Workers were lost while a task ran on them.</summary>
/// <param name="Array">The array.</param>
/// <param name="Losses">The task and its losses so far.</param>
public sealed record TaskLossesSet(ArrayId Array, TaskLosses Losses) : BrokerChange;
