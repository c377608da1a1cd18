using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Wire;

/// <summary>About how much memory a message takes until it is written.</summary>
internal static class OutgoingSize
{
    private const int Plain = 128;
    private const int OfRange = 16;
    private const int OfRow = 64;
    private const int OfStudy = 1024;

    /// <summary>In bytes; within a small factor.</summary>
    public static long Of(BrokerMessage message) => Plain + message switch
    {
        PlanReply plan => plan.Plan.Length,
        LeaseGrant grant => ((long)grant.Ranges.Count * OfRange) + ((long)grant.Attempts.Count * OfRow),
        LeaseRecall recall => (long)recall.Ranges.Count * OfRange,
        TaskPageAnswer page => (long)page.Page.Rows.Count * OfRow,
        StudyList studies => (long)studies.Studies.Count * OfStudy,
        StudyStatusAnswer status => (long)status.Status.Arrays.Count * OfStudy,
        ConsumerList consumers => (long)consumers.Consumers.Count * OfStudy,
        QueueList queues => (long)queues.Queues.Count * Plain,
        Events events => events.Items.Sum(static item => Plain + ((long)item.Tasks.Count * OfRange)),
        _ => 0,
    };
}
