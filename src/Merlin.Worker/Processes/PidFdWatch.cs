using System.Runtime.InteropServices;
using Merlin.Posix;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Processes;

/// <summary>Sees the end of processes through their pidfds.</summary>
internal sealed class PidFdWatch : IExitWatch
{
    private readonly WakeEvent _wake = new();
    private readonly SafeFileHandle?[] _processes;
    private readonly PollSet _poll;

    /// <summary>A watch for a number of slots.</summary>
    public PidFdWatch(int slots)
    {
        _processes = new SafeFileHandle?[slots];
        _poll = new PollSet((2 * slots) + 1);
        _poll.Set(WakePlace, _wake.Descriptor);
    }

    private int WakePlace => 2 * _processes.Length;

    /// <inheritdoc/>
    public void Watch(int slot, int pid)
    {
        SafeFileHandle process = ChildProcess.OpenPidFd(pid);
        _processes[slot] = process;
        _poll.Set(slot, process);
    }

    /// <inheritdoc/>
    public void Watch(int slot, SafeHandle descriptor) => _poll.Set(slot, descriptor);

    /// <inheritdoc/>
    public void Watch(int slot, SafeHandle descriptor, SafeHandle? process)
    {
        _poll.Set(slot, descriptor);
        if (process is not null)
        {
            _poll.Set(_processes.Length + slot, process);
        }
    }

    /// <inheritdoc/>
    public SafeFileHandle Follow(int pid) => ChildProcess.OpenPidFd(pid);

    /// <inheritdoc/>
    public void Forget(int slot)
    {
        _poll.Clear(slot);
        _poll.Clear(_processes.Length + slot);
        _processes[slot]?.Dispose();
        _processes[slot] = null;
    }

    /// <inheritdoc/>
    public void Wait(int timeoutMilliseconds)
    {
        _poll.Wait(timeoutMilliseconds);
        if (_poll.IsReady(WakePlace))
        {
            _wake.Reset();
        }
    }

    /// <inheritdoc/>
    public bool MayHaveExited(int slot) => _poll.IsReady(slot) || _poll.IsReady(_processes.Length + slot);

    /// <inheritdoc/>
    public void Wake() => _wake.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafeFileHandle? process in _processes)
        {
            process?.Dispose();
        }

        _wake.Dispose();
    }
}
