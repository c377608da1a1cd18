using System.Globalization;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>Says in sentences why a study, an array or a task is not running.</summary>
internal sealed class Explanations(StudyTable studies, ConsumerTable consumers, ReadyQueue ready, TimeFit time)
{
    private readonly QueueExplanations _queues = new(consumers, ready, time);

    /// <summary>The reasons, the most important first; none when there is no such study, array or task for the client.</summary>
    public IReadOnlyList<string> Of(ClientIdentity client, StudyId id, int? ordinal, long? index, Instant now)
    {
        if (studies.Find(id) is not { } study || !study.IsVisibleTo(client))
        {
            return [];
        }

        if (ordinal is not { } number)
        {
            return OfStudy(study, now);
        }

        if (study.Array(new ArrayId(id, number)) is not { } array)
        {
            return [];
        }

        return index is { } task ? OfTask(array, task, now) : OfArray(array, now);
    }

    private List<string> OfStudy(Study study, Instant now)
    {
        List<string> reasons = [.. WholeStudy(study)];
        foreach (TaskArray array in study.Arrays.Where(array => array.States.Open > 0))
        {
            reasons.AddRange(ReasonsOf(array, now).Select(reason => $"Step '{array.Spec.Name}': {reason}"));
        }

        return reasons.Count > 0 ? reasons : ["Every task has ended; the study is about to be closed."];
    }

    private List<string> OfArray(TaskArray array, Instant now) =>
        [.. WholeStudy(array.Study), .. ReasonsOf(array, now)];

    private IReadOnlyList<string> OfTask(TaskArray array, long index, Instant now) => array.States.Of(index) switch
    {
        null => [],
        TaskState.Waiting => [.. WholeStudy(array.Study), .. TaskExplanations.Waiting(array, index), .. Misfit(array)],
        TaskState.Ready => [.. WholeStudy(array.Study), .. TaskExplanations.Ready(array, index), .. _queues.Reasons(array, now)],
        TaskState.Leased => TaskExplanations.Leased(array, index),
        { } ended => [TaskExplanations.Ended(ended)],
    };

    private static IEnumerable<string> WholeStudy(Study study)
    {
        if (study.IsStopping)
        {
            yield return study.Stopping == StudyEnd.Cancelled
                ? "The study was cancelled; it waits for its workers to give back what they hold."
                : "A task failed hard, so nothing more is started; what runs is finished first.";
        }
        else if (study.Held)
        {
            yield return $"The study is held; 'merlin release {study.Id.Value.ToString(CultureInfo.InvariantCulture)}' lets it go on.";
        }
    }

    // Of tasks that wait for others it is worth knowing in time.
    private IEnumerable<string> Misfit(TaskArray array) => _queues.Misfit(array) is { } misfit ? [misfit] : [];

    private IEnumerable<string> ReasonsOf(TaskArray array, Instant now)
    {
        if (array.States.Open == 0)
        {
            yield return "Every task has ended.";
        }

        foreach (string reason in TaskExplanations.Waiting(array))
        {
            yield return reason;
        }

        if (array.States[TaskState.Ready].IsEmpty && !array.States[TaskState.Waiting].IsEmpty)
        {
            foreach (string misfit in Misfit(array))
            {
                yield return misfit;
            }
        }

        if (!array.States[TaskState.Ready].IsEmpty)
        {
            long count = array.States[TaskState.Ready].Count;
            yield return $"{Words.Tasks(count)} may run and {(count == 1 ? "waits" : "wait")} for a worker.";
            if (!array.Lossy.IsolatedReady.IsEmpty)
            {
                long alone = array.Lossy.IsolatedReady.Count;
                yield return $"{Words.Tasks(alone)} of them {Words.Are(alone)} to run with nothing beside: workers were lost while "
                    + "they ran.";
            }

            foreach (string reason in _queues.Reasons(array, now))
            {
                yield return reason;
            }
        }

        if (!array.States[TaskState.Leased].IsEmpty)
        {
            ArrayCounts counts = array.Counts();
            yield return $"{Words.Tasks(counts.Leased)} {Words.Are(counts.Leased)} with workers; {counts.Running} of them "
                + $"{Words.Run(counts.Running)} as far as the workers have told.";
        }
    }
}
