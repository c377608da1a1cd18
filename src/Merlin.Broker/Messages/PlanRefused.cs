namespace Merlin.Broker.Messages;

/// <summary>Answers a <see cref="PlanRequest"/> for a study that is not there for the asker.</summary>
/// <param name="Study">The study.</param>
/// <param name="Reason">Why, in words for a log.</param>
public sealed record PlanRefused(StudyId Study, string Reason) : BrokerMessage;
