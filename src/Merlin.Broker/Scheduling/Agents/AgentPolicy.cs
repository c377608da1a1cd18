using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>An agent's way: whatever asks for another attempt goes up to the root and is no longer here.</summary>
internal sealed class AgentPolicy(Effects effects, LeaseTable leases, TaskFlow flow) : ITaskPolicy
{
    public bool TakesAbsentTasks => true;

    public TaskRecord? EndOrTryAgain(Lease lease, int place, TaskReport report, TaskRecord record, Instant now)
    {
        IndexRange[] task = [IndexRange.Of(record.Index)];
        leases.GiveBack(lease, place, task);
        for (int later = place; later < lease.Chain.Length; later++)
        {
            flow.Drop(lease.Chain[later], task);
        }

        effects.Store(new TasksEnded(lease.Chain[place].Id, lease.Holder.Id, [record])
        {
            Places = report.Places,
            Runner = report.Runner,
        });
        return null;
    }

    public void Obey(TaskArray array, List<TaskRecord> ended)
    {
        // The root reads the same records and sends its wishes down.
    }
}
