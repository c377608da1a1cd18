using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>Owns a zmq_msg_t outside the heap that the runtime compacts.</summary>
internal sealed unsafe class MessageHandle : SafeHandle
{
    public MessageHandle()
        : base(0, ownsHandle: true)
    {
        void* message = NativeMemory.AlignedAlloc(MessageImports.Size, MessageImports.Alignment);
        _ = MessageImports.Init(message);
        SetHandle((nint)message);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The message, for as long as this object is not disposed of.</summary>
    public void* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (void*)handle;
        }
    }

    protected override bool ReleaseHandle()
    {
        bool closed = MessageImports.Close((void*)handle) == 0;
        NativeMemory.AlignedFree((void*)handle);
        return closed;
    }
}
