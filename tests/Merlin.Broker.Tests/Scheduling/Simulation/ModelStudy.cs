using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

internal sealed class ModelStudy(StudyId id, StudySubmission submission)
{
    public StudyId Id { get; } = id;

    public StudySubmission Submission { get; } = submission;

    public ModelArray[] Arrays { get; } = [.. submission.Arrays.Select(spec => new ModelArray(spec))];

    public StudyEnd Stopping { get; set; }

    public StudyEnd End { get; set; }

    public StudySnapshot Snapshot() => new(Id, Submission, Stopping, [.. Arrays.Select(array => array.Snapshot())]);
}
