using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Messages.Requests;

/// <summary>
/// Hands a study to the broker; answered by <see cref="StudyAccepted"/>. A submission whose
/// <see cref="StudySubmission.Token"/> the broker has seen from the same owner is answered with the study of then.
/// </summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Submission">The study.</param>
public sealed record StudySubmit(long Request, StudySubmission Submission) : ProducerRequest(Request);
