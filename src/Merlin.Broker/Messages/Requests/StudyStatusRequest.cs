namespace Merlin.Broker.Messages.Requests;

/// <summary>Asks where a study stands. Answered by <see cref="Answers.StudyStatusAnswer"/>.</summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Study">The study.</param>
public sealed record StudyStatusRequest(long Request, StudyId Study) : ProducerRequest(Request);
