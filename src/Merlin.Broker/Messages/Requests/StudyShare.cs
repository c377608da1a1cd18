using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Messages.Requests;

/// <summary>
/// Lets another user see and steer a study (status, tasks, cancel, hold, urgency), or no longer. It is still run by its
/// owner's workers alone: nobody's shell text runs under another user. Only the owner shares. Answered by
/// <see cref="RequestDone"/>.
/// </summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Study">The study.</param>
/// <param name="User">The other user.</param>
/// <param name="Shared">Whether the user may, or no longer may.</param>
public sealed record StudyShare(long Request, StudyId Study, string User, bool Shared) : ProducerRequest(Request);
