using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Messages.Requests;

/// <summary>Ends a study: what has not started is cancelled, what runs is killed. Answered by
/// <see cref="RequestDone"/>.</summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Study">The study.</param>
public sealed record StudyCancel(long Request, StudyId Study) : ProducerRequest(Request);
