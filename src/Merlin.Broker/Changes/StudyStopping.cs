using Merlin.Broker.Messages;

namespace Merlin.Broker.Changes;

/// <summary>No further task of the study is started; it ends when what runs has ended.</summary>
/// <param name="Study">The study.</param>
/// <param name="Reason"><see cref="StudyEnd.HardFailed"/> or <see cref="StudyEnd.Cancelled"/>.</param>
public sealed record StudyStopping(StudyId Study, StudyEnd Reason) : BrokerChange;
