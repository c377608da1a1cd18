using System.Runtime.InteropServices;
using Merlin.Posix;

namespace Merlin.Worker.Processes;

/// <summary>
/// Sees the end of processes through SIGCHLD, for kernels before 5.3. The signal does not say whose end it was, so every
/// slot is worth a look after it.
/// </summary>
internal sealed class SignalWatch : IExitWatch
{
    private readonly WakeEvent _wake = new();
    private readonly PollSet _poll = new(1);
    private readonly PosixSignalRegistration _registration;

    /// <summary>Begins to listen.</summary>
    public SignalWatch()
    {
        _poll.Set(0, _wake.Descriptor);
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => _wake.Set());
    }

    /// <inheritdoc/>
    public void Watch(int slot, int pid) => _wake.Set(); // it may have ended before anyone listened for it

    /// <inheritdoc/>
    public void Forget(int slot)
    {
        // Nothing is kept per process.
    }

    /// <inheritdoc/>
    public void Wait(int timeoutMilliseconds)
    {
        _poll.Wait(timeoutMilliseconds);
        if (_poll.IsReady(0))
        {
            _wake.Reset();
        }
    }

    /// <inheritdoc/>
    public bool MayHaveExited(int slot) => true;

    /// <inheritdoc/>
    public void Wake() => _wake.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _wake.Dispose();
    }
}
