using System.Runtime.InteropServices;
using Merlin.Posix;

namespace Merlin.Broker.Wire;

/// <summary>
/// What other threads hand to a thread that waits on sockets. However much is added before that thread comes to take it,
/// it is woken once.
/// </summary>
internal sealed class WakingQueue<T> : IDisposable
{
    private readonly WakeEvent _wake = new();
    private readonly Lock _gate = new();
    private List<T> _added = [];
    private bool _woken;

    /// <summary>Readable while something waits; for a poll.</summary>
    public SafeHandle Descriptor => _wake.Descriptor;

    /// <summary>Adds something; from any thread.</summary>
    /// <returns>How much waits now.</returns>
    public int Add(T item)
    {
        lock (_gate)
        {
            _added.Add(item);
            SetOnce();
            return _added.Count;
        }
    }

    /// <summary>Wakes the thread that takes although there is nothing.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            SetOnce();
        }
    }

    /// <summary>Exchanges all that waits for an empty list.</summary>
    /// <param name="emptied">An empty list, which is used from now on.</param>
    public List<T> Take(List<T> emptied)
    {
        lock (_gate)
        {
            if (_woken)
            {
                _wake.Reset();
                _woken = false;
            }

            (List<T> taken, _added) = (_added, emptied);
            return taken;
        }
    }

    public void Dispose() => _wake.Dispose();

    // Within the lock: set after it, the event might be left set with nothing to take, and nobody would ever clear it.
    private void SetOnce()
    {
        if (!_woken)
        {
            _woken = true;
            _wake.Set();
        }
    }
}
