using Merlin.Broker.Messages;

namespace Merlin.Broker.Changes;

/// <summary>A study was accepted.</summary>
/// <param name="Study">Its id.</param>
/// <param name="Submission">What was submitted.</param>
/// <param name="Time">When.</param>
public sealed record StudyAdded(StudyId Study, StudySubmission Submission, Instant Time) : BrokerChange;
