using Merlin.ZeroMQ;

namespace Merlin.Broker.Wire;

/// <summary>The ZeroMQ context of all lines of this process, for as long as there is one: a thousand lines share its threads.</summary>
internal static class SharedContext
{
    private static readonly Lock Gate = new();
    private static ZeroMQContext? _context;
    private static int _users;

    /// <summary>Takes the context; each call is paired with one of <see cref="Release"/>.</summary>
    /// <exception cref="ZeroMQUnavailableException">There is no usable libzmq.</exception>
    public static ZeroMQContext Take()
    {
        lock (Gate)
        {
            _context ??= new ZeroMQContext(ioThreads: 1);
            _users++;
            return _context;
        }
    }

    /// <summary>Gives it back; the last one ends it, after what closed sockets linger for has been sent.</summary>
    public static void Release()
    {
        ZeroMQContext? unused = null;
        lock (Gate)
        {
            if (--_users == 0)
            {
                (unused, _context) = (_context, null);
            }
        }

        unused?.Dispose();
    }
}
