using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>Owns a socket, and keeps its context for as long.</summary>
internal sealed class SocketHandle : SafeHandle
{
    private readonly ContextHandle _context;

    public SocketHandle(ContextHandle context, SocketKind kind)
        : base(0, ownsHandle: true)
    {
        _context = context;
        bool held = false;
        context.DangerousAddRef(ref held);
        SetHandle(SocketImports.New(context.DangerousGetHandle(), (int)kind));
        if (IsInvalid)
        {
            int error = Marshal.GetLastPInvokeError();
            context.DangerousRelease();
            throw new ZeroMQException("zmq_socket", error);
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        bool closed = SocketImports.Close(handle) == 0;
        _context.DangerousRelease();
        return closed;
    }
}
