using Merlin.Broker.Changes;

namespace Merlin.Broker.Scheduling;

/// <summary>An agent's way: whatever asks for another attempt goes up to the root and is no longer here.</summary>
internal sealed class AgentPolicy(Effects effects, LeaseTable leases, TaskFlow flow) : ITaskPolicy
{
    public bool TakesAbsentTasks => true;

    public TaskRecord? EndOrTryAgain(Lease lease, int place, ReportedTask task, Instant now)
    {
        IndexRange[] index = [IndexRange.Of(task.Record.Index)];
        leases.GiveBack(lease, place, index);
        for (int later = place; later < lease.Chain.Length; later++)
        {
            flow.Drop(lease.Chain[later], index);
        }

        effects.Store(new TasksEnded(lease.Chain[place].Id, lease.Holder.Id, [task.Record])
        {
            Places = task.Place is { } where ? [where] : [],
            Runner = task.Runner,
        });
        return null;
    }

    public void Obey(TaskArray array, List<TaskRecord> ended)
    {
        // The root reads the same records and sends its wishes down.
    }
}
