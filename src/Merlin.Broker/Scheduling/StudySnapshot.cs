using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>One open study in a <see cref="SchedulerSnapshot"/>.</summary>
/// <param name="Study">Its id.</param>
/// <param name="Submission">What was submitted, with the counts that extending has led to; the plan's bytes may be left out.</param>
/// <param name="Stopping">Why it is being stopped, or <see cref="StudyEnd.None"/>.</param>
/// <param name="Arrays">One entry per array of the submission, in its order.</param>
public sealed record StudySnapshot(
    StudyId Study, StudySubmission Submission, StudyEnd Stopping, IReadOnlyList<ArraySnapshot> Arrays)
{
    /// <summary>Whether it is held.</summary>
    public bool Held { get; init; }

    /// <summary>The other users who may see and steer it.</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];

    /// <summary>The revision of its plan.</summary>
    public int PlanRevision { get; init; }
}
