namespace Merlin.Broker.Messages;

/// <summary>Asks for a study's plan; the broker answers <see cref="PlanReply"/> or <see cref="PlanRefused"/>.</summary>
/// <param name="Study">The study.</param>
public sealed record PlanRequest(StudyId Study) : ClientMessage;
