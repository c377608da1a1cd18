using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>Empties queues of one owner's work.</summary>
internal sealed class QueuePurges(StudyTable studies, TaskFlow flow)
{
    /// <summary>
    /// Cancels the tasks of the asker's own studies that wait in some queues and are in nobody's hands. All of them go
    /// before any consequence is worked off, so that none becomes ready because what it waited for was cancelled too;
    /// dependents in other queues go on, as they do after every cancelled task.
    /// </summary>
    /// <returns>How many tasks were cancelled.</returns>
    public long Purge(ClientIdentity sender, IReadOnlyList<string> queues)
    {
        var names = new HashSet<string>(queues, StringComparer.Ordinal);
        long purged = 0;
        foreach (Study study in studies.All)
        {
            if (!study.IsOwnedBy(sender))
            {
                continue;
            }

            foreach (TaskArray array in study.Arrays.FindAll(array => names.Contains(array.Spec.Queue)))
            {
                purged += flow.CancelUnleased(array);
            }
        }

        return purged;
    }
}
