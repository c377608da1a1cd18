using Merlin.Broker.Storage;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Cli.Running;

/// <summary>Compares the samples of a restart with those that the study was planned with.</summary>
internal static class EarlierSamples
{
    /// <summary>
    /// Refuses samples that are not what they were: tasks that finished with the old rows would stand beside tasks of
    /// the new ones.
    /// </summary>
    /// <param name="store">The workspace's store; may hold no earlier run.</param>
    /// <param name="plan">The plan of the run to come.</param>
    /// <exception cref="SampleFileException">The file has changed.</exception>
    public static void RefuseIfChanged(Store store, StudyPlan plan)
    {
        if (plan.Samples is not { } now
            || store.LatestStudy is not { } study
            || store.ReadPlan(study) is not { } reply
            || StudyPlanFormat.Read(reply.Plan).Samples is not { } then)
        {
            return;
        }

        if (then.File == now.File && (then.FileSize != now.FileSize || then.FileTicks != now.FileTicks))
        {
            throw Changed(now.File);
        }
    }

    /// <summary>The refusal.</summary>
    /// <param name="file">The samples file.</param>
    public static SampleFileException Changed(string file) => new(
        file,
        "the samples file has changed since the study was planned; put the original back, or run the spec as a new study.");
}
