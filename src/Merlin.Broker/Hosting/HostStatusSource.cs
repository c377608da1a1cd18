using Merlin.Broker.Status;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Hosting;

/// <summary>The view of a study that this process runs.</summary>
internal sealed class HostStatusSource(BrokerHost host) : IStudyStatusSource
{
    public bool IsLive => true;

    public StudyStatus GetStatus() => host.GetStatus() ?? throw NoStudy();

    public IEnumerable<TaskRow> Tasks(int ordinal)
    {
        TaskPage page = host.ReadPage(ordinal, 0);
        return Enumerate(ordinal, page);
    }

    public ReadOnlyMemory<byte> ReadPlan() => host.ReadPlan() ?? throw NoStudy();

    public void Dispose()
    {
        // The host belongs to the run.
    }

    private static StoreException NoStudy() => new("status", "no study has been submitted yet; ask again in a moment");

    private IEnumerable<TaskRow> Enumerate(int ordinal, TaskPage first)
    {
        for (TaskPage page = first; ; page = host.ReadPage(ordinal, page.Next.Value))
        {
            foreach (TaskRow row in page.Rows)
            {
                yield return row;
            }

            if (page.Next is null)
            {
                yield break;
            }
        }
    }
}
