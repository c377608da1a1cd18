namespace Merlin.Worker.Loop;

/// <summary>Hands events to the loop, which is not woken for each of them.</summary>
internal sealed class Mailbox
{
    private readonly object _gate = new();
    private List<LoopEvent> _arrived = [];
    private bool _urgent;
    private bool _naps;

    /// <summary>Posts an event.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="urgent">
    /// Whether a napping loop is woken for it. One that would sleep for longer is woken in any case.
    /// </param>
    public void Post(LoopEventKind kind, object? subject = null, bool urgent = true)
    {
        lock (_gate)
        {
            _arrived.Add(new LoopEvent(kind, subject));
            if (_urgent)
            {
                return;
            }

            if (urgent || !_naps)
            {
                _urgent = true;
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Waits for events and takes all that have come; for the loop only.</summary>
    /// <param name="spare">An empty list, which the mailbox keeps.</param>
    /// <param name="timeoutMilliseconds">How long at most; -1 for ever.</param>
    /// <param name="nap">Whether it is soon enough to learn of what is not urgent when the time is over.</param>
    public List<LoopEvent> Take(List<LoopEvent> spare, int timeoutMilliseconds, bool nap)
    {
        lock (_gate)
        {
            _naps = nap;
            if (!_urgent && (nap || _arrived.Count == 0) && timeoutMilliseconds != 0)
            {
                Monitor.Wait(_gate, timeoutMilliseconds);
            }

            _naps = true;
            _urgent = false;
            List<LoopEvent> taken = _arrived;
            _arrived = spare;
            return taken;
        }
    }
}
