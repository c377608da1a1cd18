using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>
/// Waits for any of a fixed number of descriptors to become readable. Not thread-safe: it belongs to the thread that
/// waits.
/// </summary>
/// <remarks>
/// poll and not epoll: a worker has at most some hundreds of children, and poll needs no call to add or remove one.
/// </remarks>
/// <param name="capacity">How many places there are; a place without a descriptor is skipped.</param>
public sealed unsafe class PollSet(int capacity)
{
    private const short Readable = 1;
    private const int Unused = -1;
    private readonly PollEntry[] _entries = Enumerable.Repeat(
        new PollEntry { Descriptor = Unused, Wanted = Readable }, capacity).ToArray();

    /// <summary>Puts a descriptor into a place; the caller keeps it open until <see cref="Clear"/>.</summary>
    public void Set(int place, SafeHandle descriptor) =>
        _entries[place].Descriptor = (int)descriptor.DangerousGetHandle();

    /// <summary>Empties a place.</summary>
    public void Clear(int place)
    {
        _entries[place].Descriptor = Unused;
        _entries[place].Seen = 0;
    }

    /// <summary>Whether the last wait saw the place's descriptor readable or broken.</summary>
    public bool IsReady(int place) => _entries[place].Seen != 0;

    /// <summary>Waits; may return early with nothing ready.</summary>
    /// <param name="timeoutMilliseconds">How long at most; -1 for ever.</param>
    /// <exception cref="PosixException">A descriptor is not open, or the kernel is out of memory.</exception>
    public void Wait(int timeoutMilliseconds)
    {
        fixed (PollEntry* entries = _entries)
        {
            int error = Checked.ErrorOf(
                WaitImports.Poll(entries, (nuint)_entries.Length, timeoutMilliseconds));
            if (error != 0)
            {
                ForgetWhatWasSeen();
                Checked.Success(error == Errno.Interrupted ? 0 : error, "poll");
            }
        }
    }

    private void ForgetWhatWasSeen()
    {
        for (int place = 0; place < _entries.Length; place++)
        {
            _entries[place].Seen = 0;
        }
    }
}
