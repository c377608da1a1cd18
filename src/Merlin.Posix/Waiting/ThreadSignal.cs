namespace Merlin.Posix;

/// <summary>
/// Wakes one thread that sleeps: one system call to set, two to wait. A monitor's pulse wakes its waiter while the lock
/// is still held and costs several switches between threads, which is much beside a task of a millisecond.
/// </summary>
public sealed class ThreadSignal : IDisposable
{
    private readonly WakeEvent _event = new();
    private readonly PollSet _poll = new(1);

    /// <summary>Makes a signal that is not set.</summary>
    /// <exception cref="PosixException">No descriptors are left.</exception>
    public ThreadSignal() => _poll.Set(0, _event.Descriptor);

    /// <summary>Lets the waiting thread go on, or the next wait return at once.</summary>
    public void Set() => _event.Set();

    /// <summary>Waits until the signal is set, and clears it; may return early. For one thread only.</summary>
    /// <param name="timeoutMilliseconds">How long at most; -1 for ever.</param>
    public void Wait(int timeoutMilliseconds)
    {
        _poll.Wait(timeoutMilliseconds);
        if (_poll.IsReady(0))
        {
            _event.Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _event.Dispose();
}
