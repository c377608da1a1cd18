namespace Merlin.Posix;

/// <summary>Hands items to one thread, which is not woken for each of them.</summary>
/// <typeparam name="T">What is handed over.</typeparam>
public sealed class Mailbox<T> : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ThreadSignal _signal = new();
    private List<T> _arrived = [];
    private List<T> _taken = [];
    private bool _urgent;
    private bool _sleeps;
    private bool _naps = true;
    private bool _closed;

    /// <summary>Posts an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="urgent">
    /// Whether a napping thread is woken for it. One that would sleep for longer is woken in any case.
    /// </param>
    /// <returns>Whether somebody will take it: not after <see cref="Close"/>.</returns>
    public bool Post(T item, bool urgent = true)
    {
        bool wake;
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _arrived.Add(item);
            wake = MustWake(urgent);
        }

        if (wake)
        {
            _signal.Set();
        }

        return true;
    }

    /// <summary>Lets the present or the next <see cref="Take"/> return even without an item.</summary>
    public void Wake()
    {
        bool wake;
        lock (_gate)
        {
            wake = MustWake(urgent: true);
        }

        if (wake)
        {
            _signal.Set();
        }
    }

    /// <summary>Waits for items and takes all that have come; for the one thread only.</summary>
    /// <param name="timeoutMilliseconds">How long at most; -1 for ever, 0 not at all.</param>
    /// <param name="nap">Whether it is soon enough to learn of what is not urgent when the time is over.</param>
    /// <returns>The items, in order; valid until the next call.</returns>
    public IReadOnlyList<T> Take(int timeoutMilliseconds, bool nap = false)
    {
        _taken.Clear();
        if (MustSleep(timeoutMilliseconds, nap))
        {
            _signal.Wait(timeoutMilliseconds);
        }

        lock (_gate)
        {
            _sleeps = false;
            _naps = true;
            _urgent = false;
            (_taken, _arrived) = (_arrived, _taken);
            return _taken;
        }
    }

    /// <summary>Takes nothing more in, and hands over what nobody took.</summary>
    public IReadOnlyList<T> Close()
    {
        lock (_gate)
        {
            _closed = true;
            List<T> left = _arrived;
            _arrived = [];
            return left;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();

    private bool MustWake(bool urgent)
    {
        _urgent |= urgent || !_naps;
        bool wake = _urgent && _sleeps;
        _sleeps &= !wake;
        return wake;
    }

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
