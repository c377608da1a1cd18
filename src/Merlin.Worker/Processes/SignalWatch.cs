using System.Runtime.InteropServices;
using Merlin.Posix;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Processes;

/// <summary>
/// Sees the end of processes through SIGCHLD, for kernels before 5.3. The signal does not say whose end it was, so every
/// slot is worth a look after it.
/// </summary>
internal sealed class SignalWatch : IExitWatch
{
    private readonly WakeEvent _wake = new();
    private readonly bool[] _hasDescriptor;
    private readonly PollSet _poll;
    private readonly PosixSignalRegistration _registration;

    /// <summary>A watch for a number of slots.</summary>
    public SignalWatch(int slots)
    {
        _hasDescriptor = new bool[slots];
        _poll = new PollSet(slots + 1);
        _poll.Set(slots, _wake.Descriptor);
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => _wake.Set());
    }

    /// <inheritdoc/>
    public void Watch(int slot, int pid) => _wake.Set(); // it may have ended before anyone listened for it

    /// <inheritdoc/>
    public void Watch(int slot, SafeHandle descriptor)
    {
        _hasDescriptor[slot] = true;
        _poll.Set(slot, descriptor);
    }

    /// <inheritdoc/>
    public void Watch(int slot, SafeHandle descriptor, SafeHandle? process)
    {
        _poll.Set(slot, descriptor);
        _wake.Set(); // the process may have ended before anyone listened for it
    }

    /// <inheritdoc/>
    public SafeFileHandle? Follow(int pid) => null;

    /// <inheritdoc/>
    public void Forget(int slot)
    {
        _hasDescriptor[slot] = false;
        _poll.Clear(slot);
    }

    /// <inheritdoc/>
    public void Wait(int timeoutMilliseconds)
    {
        _poll.Wait(timeoutMilliseconds);
        if (_poll.IsReady(_hasDescriptor.Length))
        {
            _wake.Reset();
        }
    }

    /// <inheritdoc/>
    public bool MayHaveExited(int slot) => !_hasDescriptor[slot] || _poll.IsReady(slot);

    /// <inheritdoc/>
    public void Wake() => _wake.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _wake.Dispose();
    }
}
