namespace Merlin.Broker.Status;

/// <summary>A bounded number of neighbouring tasks of an array.</summary>
/// <param name="Rows">The tasks, in the order of their indices; may be empty.</param>
/// <param name="Next">The index from which the next page is to be read, or null after the last page.</param>
public sealed record TaskPage(IReadOnlyList<TaskRow> Rows, long? Next);
