namespace Merlin.Broker.Messages;

/// <summary>Changes the urgency of an array or of a whole study; takes effect on queued work at once. Answered by
/// <see cref="RequestDone"/> or <see cref="RequestRefused"/>.</summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Study">The study.</param>
/// <param name="Ordinal">The array's ordinal, or null for every array of the study.</param>
/// <param name="Urgency">0 to 31; 0 holds the work.</param>
public sealed record UrgencyChange(long Request, StudyId Study, int? Ordinal, int Urgency) : ClientMessage;
