using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Messages.Requests;

/// <summary>
/// Holds a study (nothing of it is leased any more, unstarted work is asked back, what runs goes on) or releases it
/// again. The urgencies of its arrays stay. Answered by <see cref="RequestDone"/>.
/// </summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Study">The study.</param>
/// <param name="Held">Whether to hold it, or to let it go on.</param>
public sealed record StudyHold(long Request, StudyId Study, bool Held) : ProducerRequest(Request);
