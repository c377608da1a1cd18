using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>
/// Owns a context. Each open socket holds a reference, so that terminating, which waits for the sockets, comes after the
/// last of them.
/// </summary>
internal sealed class ContextHandle : SafeHandle
{
    public ContextHandle()
        : base(0, ownsHandle: true)
    {
        SetHandle(ContextImports.New());
        if (IsInvalid)
        {
            throw new ZeroMQException("zmq_ctx_new", Marshal.GetLastPInvokeError());
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        while (ContextImports.Terminate(handle) == -1)
        {
            if (Marshal.GetLastPInvokeError() != ZeroMQError.Interrupted)
            {
                return false;
            }
        }

        return true;
    }
}
