using Merlin.Broker.Status;

namespace Merlin.Broker.Messages.Answers;

/// <summary>Where a study stands.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Status">The study.</param>
public sealed record StudyStatusAnswer(long Request, StudyStatus Status) : RequestAnswer(Request);
