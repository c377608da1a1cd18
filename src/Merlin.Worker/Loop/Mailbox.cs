using Merlin.Posix;

namespace Merlin.Worker.Loop;

/// <summary>Hands events to the loop, which is not woken for each of them.</summary>
internal sealed class Mailbox : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ThreadSignal _signal = new();
    private List<LoopEvent> _arrived = [];
    private bool _urgent;
    private bool _sleeps;
    private bool _naps = true;

    /// <summary>Posts an event.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="urgent">
    /// Whether a napping loop is woken for it. One that would sleep for longer is woken in any case.
    /// </param>
    public void Post(LoopEventKind kind, object? subject = null, bool urgent = true)
    {
        bool wake;
        lock (_gate)
        {
            _arrived.Add(new LoopEvent(kind, subject));
            _urgent |= urgent || !_naps;
            wake = _urgent && _sleeps;
            _sleeps &= !wake;
        }

        if (wake)
        {
            _signal.Set();
        }
    }

    /// <summary>Waits for events and takes all that have come; for the loop only.</summary>
    /// <param name="spare">An empty list, which the mailbox keeps.</param>
    /// <param name="timeoutMilliseconds">How long at most; -1 for ever.</param>
    /// <param name="nap">Whether it is soon enough to learn of what is not urgent when the time is over.</param>
    public List<LoopEvent> Take(List<LoopEvent> spare, int timeoutMilliseconds, bool nap)
    {
        if (MustSleep(timeoutMilliseconds, nap))
        {
            _signal.Wait(timeoutMilliseconds);
        }

        lock (_gate)
        {
            _sleeps = false;
            _naps = true;
            _urgent = false;
            List<LoopEvent> taken = _arrived;
            _arrived = spare;
            return taken;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();

    private bool MustSleep(int timeoutMilliseconds, bool nap)
    {
        lock (_gate)
        {
            _naps = nap;
            _sleeps = !_urgent && (nap || _arrived.Count == 0) && timeoutMilliseconds != 0;
            return _sleeps;
        }
    }
}
