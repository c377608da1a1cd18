namespace Merlin.Broker.Messages;

/// <summary>Tells whoever watches a study that every task of it has ended; sent to nobody who has not asked for it.</summary>
/// <param name="Study">The study.</param>
/// <param name="End">How it ended.</param>
public sealed record StudyEnded(StudyId Study, StudyEnd End) : BrokerMessage;
