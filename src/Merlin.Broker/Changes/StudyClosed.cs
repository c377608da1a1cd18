using Merlin.Broker.Messages;

namespace Merlin.Broker.Changes;

/// <summary>Every task of the study has ended.</summary>
/// <param name="Study">The study.</param>
/// <param name="End">How.</param>
/// <param name="Time">When.</param>
public sealed record StudyClosed(StudyId Study, StudyEnd End, Instant Time) : BrokerChange;
