using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>A descriptor that becomes readable when any thread signals it.</summary>
internal sealed unsafe class WakeDescriptor : SafeHandle
{
    public WakeDescriptor()
        : base(-1, ownsHandle: true)
    {
        int descriptor = WakeImports.Create(0, WakeImports.NonBlocking | WakeImports.CloseOnExec);
        if (descriptor < 0)
        {
            throw new FluxException("eventfd", Marshal.GetLastPInvokeError(), "no descriptor for the reactor");
        }

        SetHandle(descriptor);
    }

    public override bool IsInvalid => handle == -1;

    /// <summary>The descriptor's number, as long as this is not disposed of.</summary>
    public int Number => (int)handle;

    /// <summary>Makes it readable. May be called from any thread, also after it was disposed of.</summary>
    public void Signal()
    {
        bool held = false;
        try
        {
            DangerousAddRef(ref held);
            ulong one = 1;
            // Full means signalled already.
            _ = WakeImports.Write(Number, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The reactor has ended; nobody is left to wake.
        }
        finally
        {
            if (held)
            {
                DangerousRelease();
            }
        }
    }

    /// <summary>Makes it unreadable again.</summary>
    public void Clear()
    {
        ulong count;
        _ = WakeImports.Read(Number, &count, sizeof(ulong));
    }

    protected override bool ReleaseHandle() => WakeImports.Close((int)handle) == 0;
}
