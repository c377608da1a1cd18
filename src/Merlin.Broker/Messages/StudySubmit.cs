namespace Merlin.Broker.Messages;

/// <summary>Hands a study to the broker; answered by <see cref="StudyAccepted"/> or <see cref="RequestRefused"/>.</summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Submission">The study.</param>
public sealed record StudySubmit(long Request, StudySubmission Submission) : ClientMessage;
