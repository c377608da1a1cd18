namespace Merlin.Broker.Messages;

/// <summary>Tells the study's producer that every task of it has ended.</summary>
/// <param name="Study">The study.</param>
/// <param name="End">How it ended.</param>
public sealed record StudyEnded(StudyId Study, StudyEnd End) : BrokerMessage;
