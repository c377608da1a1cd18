using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>
/// Waits for any of a few sockets and descriptors to become ready. Belongs to the thread that waits; what is in a place
/// must stay open until the place is set anew or cleared.
/// </summary>
/// <param name="capacity">How many places there are; places without anything are skipped.</param>
public sealed unsafe class ZeroMQPoller(int capacity)
{
    private const int NoDescriptor = -1;

    private readonly PollItem[] _items = Enumerable.Repeat(
        new PollItem { Descriptor = NoDescriptor, Wanted = PollImports.Readable }, capacity).ToArray();

    /// <summary>Puts a socket into a place, to wait until something can be received.</summary>
    public void Set(int place, ZeroMQSocket socket) => _items[place] = new PollItem
    {
        Socket = socket.Handle.DangerousGetHandle(),
        Wanted = PollImports.Readable,
    };

    /// <summary>Puts a descriptor into a place, to wait until it is readable.</summary>
    public void Set(int place, SafeHandle descriptor) => _items[place] = new PollItem
    {
        Descriptor = (int)descriptor.DangerousGetHandle(),
        Wanted = PollImports.Readable,
    };

    /// <summary>Empties a place.</summary>
    public void Clear(int place) => _items[place] = new PollItem { Descriptor = NoDescriptor };

    /// <summary>Says what to wait for at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="readable">Whether to wait until something can be received.</param>
    /// <param name="writable">Whether to wait until something can be sent.</param>
    public void Want(int place, bool readable, bool writable) =>
        _items[place].Wanted = (short)((readable ? PollImports.Readable : 0) | (writable ? PollImports.Writable : 0));

    /// <summary>Whether the last wait saw that something can be received at a place.</summary>
    public bool IsReadable(int place) => (_items[place].Seen & PollImports.Readable) != 0;

    /// <summary>Waits; may return early with nothing ready.</summary>
    /// <param name="timeoutMilliseconds">How long at most; -1 for ever.</param>
    /// <exception cref="ZeroMQException">Something in a place is not open.</exception>
    public void Wait(int timeoutMilliseconds)
    {
        fixed (PollItem* items = _items)
        {
            if (PollImports.Poll(items, _items.Length, timeoutMilliseconds) == -1)
            {
                int error = Marshal.GetLastPInvokeError();
                ForgetWhatWasSeen();
                if (error != ZeroMQError.Interrupted)
                {
                    throw new ZeroMQException("zmq_poll", error);
                }
            }
        }
    }

    private void ForgetWhatWasSeen()
    {
        for (int place = 0; place < _items.Length; place++)
        {
            _items[place].Seen = 0;
        }
    }
}
