using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>zmq_pollitem_t of zmq.h: a socket, or a descriptor when the socket is null.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollItem
{
    internal nint Socket;
    internal int Descriptor;
    internal short Wanted;
    internal short Seen;
}
