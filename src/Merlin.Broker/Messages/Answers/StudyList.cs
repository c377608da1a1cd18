namespace Merlin.Broker.Messages.Answers;

/// <summary>Studies, the newest first.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Studies">The studies.</param>
public sealed record StudyList(long Request, IReadOnlyList<StudySummary> Studies) : RequestAnswer(Request);
