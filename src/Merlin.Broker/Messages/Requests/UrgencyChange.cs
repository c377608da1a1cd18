using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Messages.Requests;

/// <summary>Changes the urgency of arrays of a study; takes effect on queued work at once. Answered by
/// <see cref="RequestDone"/>.</summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Study">The study.</param>
/// <param name="Ordinals">The arrays' ordinals; empty for every array of the study.</param>
/// <param name="Urgency">0 to 31; 0 holds the work.</param>
public sealed record UrgencyChange(long Request, StudyId Study, IReadOnlyList<int> Ordinals, int Urgency)
    : ProducerRequest(Request);
