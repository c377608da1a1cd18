namespace Merlin.Broker.Changes;

/// <summary>Arrays of a study got more tasks, and the study another plan.</summary>
/// <param name="Study">The study.</param>
/// <param name="Ordinals">The arrays.</param>
/// <param name="Count">Their new count.</param>
/// <param name="Plan">The new plan, opaque.</param>
/// <param name="Revision">The new plan's revision.</param>
public sealed record StudyExtended(
    StudyId Study, IReadOnlyList<int> Ordinals, long Count, ReadOnlyMemory<byte> Plan, int Revision) : BrokerChange;
