namespace Merlin.Broker.Changes;

/// <summary>An array's urgency was changed.</summary>
/// <param name="Array">The array.</param>
/// <param name="Urgency">0 to 31.</param>
public sealed record ArrayUrgencySet(ArrayId Array, int Urgency) : BrokerChange;
