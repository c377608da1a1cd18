namespace Merlin.Broker.Changes;

/// <summary>Tasks ended without having run: all with the same outcome and nothing else to record.</summary>
/// <param name="Array">The array.</param>
/// <param name="Ranges">The indices.</param>
/// <param name="Outcome"><see cref="TaskOutcome.AlreadyFinished"/>, <see cref="TaskOutcome.NotRun"/> or
/// <see cref="TaskOutcome.Cancelled"/>.</param>
public sealed record RangesEnded(ArrayId Array, IReadOnlyList<IndexRange> Ranges, TaskOutcome Outcome) : BrokerChange;
