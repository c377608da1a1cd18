using Merlin.Broker.Messages;
using Merlin.Worker.Reports;

namespace Merlin.Worker.Loop;

/// <summary>
/// Decides when what has ended is reported. A broker that takes its time to acknowledge gets fewer and larger reports.
/// </summary>
internal sealed class Reporter(ReportOutbox outbox, BrokerSession session, LoopTimes times, TimeProvider clock)
{
    private const int FullReport = 1024;
    private const int Latencies = 10;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private TimeSpan _interval = ReportPace.FirstInterval;
    private long _watched;
    private long _watchedSince;

    /// <summary>Whether a report waits for its time, so that nothing else need wake the loop before.</summary>
    public bool IsWaiting => times.IsSet(LoopAlarm.Report);

    /// <summary>What waits is reported at the next opportunity.</summary>
    public void Hurry() => times.Set(LoopAlarm.Report, TimeSpan.Zero);

    /// <summary>Reports what is due.</summary>
    /// <param name="hasIdleSlots">Whether the broker may know of something better to do here.</param>
    public void Speak(bool hasIdleSlots)
    {
        if (outbox.Waiting == 0 || !session.IsAttached)
        {
            times.Clear(LoopAlarm.Report);
            return;
        }

        times.SetOnce(LoopAlarm.Report, _interval);
        if (hasIdleSlots || outbox.Waiting >= FullReport || times.IsDue(LoopAlarm.Report))
        {
            ReportAll();
        }
    }

    /// <summary>Reports everything that waits; while there is no session it goes on waiting.</summary>
    public void ReportAll()
    {
        times.Clear(LoopAlarm.Report);
        if (session.IsAttached)
        {
            foreach (TaskReport report in outbox.Seal())
            {
                Send(report);
            }
        }
    }

    /// <summary>A report is durable.</summary>
    public void Acknowledge(ReportAck ack)
    {
        outbox.Acknowledge(ack);
        if (ack.Sequence == _watched)
        {
            _watched = 0;
            TimeSpan wish = clock.GetElapsedTime(_watchedSince) * Latencies;
            _interval = wish < Shortest ? Shortest : wish > Longest ? Longest : wish;
        }
    }

    private void Send(TaskReport report)
    {
        if (_watched == 0)
        {
            _watched = report.Sequence;
            _watchedSince = clock.GetTimestamp();
        }

        session.Send(report);
    }
}
