using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Acknowledges reports, but not while one of their tasks may still be started by another holder: what was acknowledged
/// as ended is never started again.
/// </summary>
internal sealed class HeldAcks(Effects effects)
{
    private readonly List<HeldAck> _held = [];

    /// <summary>Acknowledges a report, now or when nobody can start its tasks any more.</summary>
    public void Acknowledge(PeerId peer, TaskReport report, TaskArray? array)
    {
        if (array is not null && !array.OpenShadows.IsEmpty && Tasks(report) is var tasks
            && array.OpenShadows.Overlaps(tasks))
        {
            _held.Add(new HeldAck(peer, new ReportAck(report.Lease, report.Sequence), array, tasks));
        }
        else
        {
            effects.Send(peer, new ReportAck(report.Lease, report.Sequence));
        }
    }

    /// <summary>Sends the acknowledgements that nothing holds back any more.</summary>
    public void SendSettled()
    {
        if (_held.Count == 0)
        {
            return;
        }

        foreach (HeldAck held in _held)
        {
            if (!held.IsOpen)
            {
                effects.Send(held.Peer, held.Ack);
            }
        }

        _held.RemoveAll(held => !held.IsOpen);
    }

    /// <summary>Drops the acknowledgements for a line that is closed.</summary>
    public void Forget(PeerId peer) => _held.RemoveAll(held => held.Peer == peer);

    private static RangeSet Tasks(TaskReport report)
    {
        var tasks = new RangeSet(report.AlreadyFinished);
        for (int i = 0; i < report.Tasks.Count; i++)
        {
            tasks.Add(IndexRange.Of(report.Tasks[i].Index));
        }

        return tasks;
    }

    private sealed record HeldAck(PeerId Peer, ReportAck Ack, TaskArray Array, RangeSet Tasks)
    {
        public bool IsOpen => Array.OpenShadows.Overlaps(Tasks);
    }
}
