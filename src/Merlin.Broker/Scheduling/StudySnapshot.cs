using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>One open study in a <see cref="SchedulerSnapshot"/>.</summary>
/// <param name="Study">Its id.</param>
/// <param name="Submission">What was submitted; the plan's bytes may be left out.</param>
/// <param name="Stopping">Why it is being stopped, or <see cref="StudyEnd.None"/>.</param>
/// <param name="Arrays">One entry per array of the submission, in its order.</param>
public sealed record StudySnapshot(
    StudyId Study, StudySubmission Submission, StudyEnd Stopping, IReadOnlyList<ArraySnapshot> Arrays);
