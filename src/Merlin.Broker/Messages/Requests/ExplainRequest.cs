namespace Merlin.Broker.Messages.Requests;

/// <summary>Asks why a study, or one task of it, is not running. Answered by <see cref="Answers.Explanation"/>.</summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Study">The study.</param>
/// <param name="Ordinal">The array of the task, or null for the whole study.</param>
/// <param name="Index">The task's index in that array, or null for the whole array.</param>
public sealed record ExplainRequest(long Request, StudyId Study, int? Ordinal, long? Index) : ProducerRequest(Request);
