using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>
/// Makes a message whose bytes are counted until libzmq has done with them: it calls back, on a thread of its own, when it
/// has sent or dropped them.
/// </summary>
internal static unsafe class CountedMessage
{
    // In front of the bytes: who counts them, and how many they are.
    private const int HeadSize = 2 * sizeof(long);

    /// <summary>Fills an uninitialized message. Owned: the caller sends it, or closes it.</summary>
    /// <exception cref="ZeroMQException">There is no memory for it.</exception>
    public static void Fill(void* message, ReadOnlySpan<byte> bytes, UnsentBytes count)
    {
        byte* block = (byte*)NativeMemory.Alloc((nuint)(HeadSize + bytes.Length));
        ((nint*)block)[0] = GCHandle.ToIntPtr(GCHandle.Alloc(count));
        ((long*)block)[1] = bytes.Length;
        bytes.CopyTo(new Span<byte>(block + HeadSize, bytes.Length));
        count.Add(bytes.Length);
        if (MessageImports.InitData(message, block + HeadSize, (nuint)bytes.Length, &Release, block) == -1)
        {
            int error = Marshal.GetLastPInvokeError();
            Release(block);
            throw new ZeroMQException("zmq_msg_init_data", error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(void* data, void* block) => Release((byte*)block);

    private static void Release(byte* block)
    {
        var handle = GCHandle.FromIntPtr(((nint*)block)[0]);
        ((UnsentBytes)handle.Target!).Add(-((long*)block)[1]);
        handle.Free();
        NativeMemory.Free(block);
    }
}
