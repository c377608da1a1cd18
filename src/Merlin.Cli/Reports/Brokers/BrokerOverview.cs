using Merlin.Broker.Messages.Answers;

namespace Merlin.Cli.Reports.Brokers;

/// <summary>How a broker, its queues, workers and open studies stand at one moment.</summary>
/// <param name="Time">The moment.</param>
/// <param name="Broker">The broker itself.</param>
/// <param name="Queues">The queues.</param>
/// <param name="Workers">The workers.</param>
/// <param name="Studies">The studies that have not ended.</param>
internal sealed record BrokerOverview(
    DateTimeOffset Time,
    BrokerInfo Broker,
    IReadOnlyList<QueueSummary> Queues,
    IReadOnlyList<ConsumerSummary> Workers,
    IReadOnlyList<StudySummary> Studies)
{
    /// <summary>
    /// How many tasks a study's workers have ended each second since an earlier moment; 0 for a study that was not there.
    /// </summary>
    public double RateOf(StudySummary study, BrokerOverview? earlier)
    {
        double seconds = earlier is null ? 0 : (Time - earlier.Time).TotalSeconds;
        StudySummary? before = earlier?.Studies.FirstOrDefault(other => other.Study == study.Study);
        return before is null || seconds <= 0 ? 0 : Math.Max(0, study.Ended - before.Ended) / seconds;
    }

    /// <summary>The same for one worker.</summary>
    public double RateOf(ConsumerSummary worker, BrokerOverview? earlier)
    {
        double seconds = earlier is null ? 0 : (Time - earlier.Time).TotalSeconds;
        ConsumerSummary? before = earlier?.Workers.FirstOrDefault(other => other.Consumer == worker.Consumer);
        return before is null || seconds <= 0 ? 0 : Math.Max(0, worker.Ended - before.Ended) / seconds;
    }
}
