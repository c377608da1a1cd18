namespace Merlin.Broker.Hosting;

/// <summary>What waits to be done by the host's loop. Any thread posts, one thread takes.</summary>
internal sealed class Mailbox
{
    // Monitor, not Lock: the loop waits on it.
    private readonly object _gate = new();
    private readonly Queue<LoopWork> _queue = [];
    private Exception? _closed;
    private bool _woken;

    /// <summary>Adds work, or abandons it at once when the loop has ended.</summary>
    public void Post(LoopWork work)
    {
        Exception? closed;
        lock (_gate)
        {
            closed = _closed;
            if (closed is null)
            {
                _queue.Enqueue(work);
                Monitor.Pulse(_gate);
            }
        }

        if (closed is not null)
        {
            work.Abandon(closed);
        }
    }

    /// <summary>Lets the next <see cref="Take"/> return even without work.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Moves the oldest work into <paramref name="into"/>.</summary>
    /// <param name="into">Receives the work.</param>
    /// <param name="most">How much at most.</param>
    /// <param name="wait">Whether to wait until there is work or <see cref="Wake"/> was called.</param>
    public void Take(Queue<LoopWork> into, int most, bool wait)
    {
        lock (_gate)
        {
            while (wait && _queue.Count == 0 && !_woken)
            {
                Monitor.Wait(_gate);
            }

            _woken = false;
            while (into.Count < most && _queue.TryDequeue(out LoopWork? work))
            {
                into.Enqueue(work);
            }
        }
    }

    /// <summary>Abandons all work, present and future.</summary>
    public void Close(Exception reason)
    {
        List<LoopWork> left = [];
        lock (_gate)
        {
            _closed = reason;
            left.AddRange(_queue);
            _queue.Clear();
        }

        left.ForEach(work => work.Abandon(reason));
    }
}
