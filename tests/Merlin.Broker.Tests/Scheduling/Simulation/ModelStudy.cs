using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

internal sealed class ModelStudy(StudyId id, StudySubmission submission)
{
    public StudyId Id { get; } = id;

    public StudySubmission Submission { get; private set; } = submission;

    public ModelArray[] Arrays { get; } = [.. submission.Arrays.Select(spec => new ModelArray(spec))];

    public bool Held { get; set; }

    public int PlanRevision { get; private set; }

    public HashSet<string> SharedWith { get; } = [];

    public StudyEnd Stopping { get; set; }

    public StudyEnd End { get; set; }

    public void Extend(StudyExtended extended)
    {
        PlanRevision = extended.Revision;
        var specs = Submission.Arrays.ToList();
        foreach (int ordinal in extended.Ordinals)
        {
            specs[ordinal] = specs[ordinal] with { Count = extended.Count };
            Arrays[ordinal].Extend(extended.Count);
        }

        Submission = Submission with { Arrays = specs };
    }

    public StudySnapshot Snapshot() => new(Id, Submission, Stopping, [.. Arrays.Select(array => array.Snapshot())])
    {
        Held = Held,
        PlanRevision = PlanRevision,
        SharedWith = [.. SharedWith],
    };
}
