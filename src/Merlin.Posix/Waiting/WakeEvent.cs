using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>An event that any thread sets and that one thread waits for together with other descriptors.</summary>
public sealed unsafe class WakeEvent : IDisposable
{
    /// <summary>Makes an event that is not set.</summary>
    /// <exception cref="PosixException">No descriptors are left.</exception>
    public WakeEvent()
    {
        const int Flags = WaitImports.CloseOnExec | WaitImports.NonBlocking;
        int descriptor = Checked.Result(WaitImports.EventDescriptor(0, Flags), "eventfd");
        Descriptor = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Readable while the event is set.</summary>
    public SafeFileHandle Descriptor { get; }

    /// <summary>Sets the event; does nothing when it was disposed of, since a signal may come late.</summary>
    public void Set()
    {
        bool held = false;
        try
        {
            Descriptor.DangerousAddRef(ref held);
            ulong one = 1;
            _ = FileImports.Write((int)Descriptor.DangerousGetHandle(), (byte*)&one, sizeof(ulong));
        }
        catch (ObjectDisposedException) when (!held)
        {
            // Nobody waits any more.
        }
        finally
        {
            if (held)
            {
                Descriptor.DangerousRelease();
            }
        }
    }

    /// <summary>Clears the event; only for the thread that waits.</summary>
    public void Reset()
    {
        ulong count;
        _ = FileImports.Read((int)Descriptor.DangerousGetHandle(), (byte*)&count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
