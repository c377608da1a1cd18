using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Hosting;

/// <summary>What runs at this moment, as far as heartbeats have told.</summary>
internal sealed class RunningTasks(Store store, Scheduler scheduler, TimeProvider clock)
{
    /// <summary>How many tasks of each study run; studies without are absent.</summary>
    public Dictionary<StudyId, long> CountByStudy()
    {
        var counts = new Dictionary<StudyId, long>();
        foreach (ConsumerInfo consumer in scheduler.Consumers)
        {
            foreach (RunningTask task in consumer.Running)
            {
                counts[task.Array.Study] = counts.GetValueOrDefault(task.Array.Study) + 1;
            }
        }

        return counts;
    }

    /// <summary>The running tasks of an array, ascending.</summary>
    public List<TaskRow> Of(ArrayId array)
    {
        long now = Instant.Now(clock).UnixMicros;
        var rows = new List<TaskRow>();
        foreach (ConsumerInfo consumer in scheduler.Consumers)
        {
            foreach (RunningTask task in consumer.Running)
            {
                if (task.Array == array)
                {
                    long ran = Math.Max(0, now - task.StartMicros);
                    rows.Add(new TaskRow(
                        task.Index, TaskOutcome.None, -1, task.Attempt, task.StartMicros, ran, ran, store.NameOf(consumer.Consumer))
                    {
                        Hosts = consumer.IsAgent || consumer.Host.Length == 0 ? null : consumer.Host,
                        Instance = consumer.IsAgent || consumer.Job.Length == 0 ? null : consumer.Job,
                    });
                }
            }
        }

        rows.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        return rows;
    }
}
