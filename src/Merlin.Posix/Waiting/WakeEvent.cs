using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>An event that any thread sets and that one thread waits for together with other descriptors.</summary>
public sealed unsafe class WakeEvent : IDisposable
{
    private readonly int _descriptor;

    /// <summary>Makes an event that is not set.</summary>
    /// <exception cref="PosixException">No descriptors are left.</exception>
    public WakeEvent()
    {
        const int Flags = WaitImports.CloseOnExec | WaitImports.NonBlocking;
        _descriptor = Checked.Result(WaitImports.EventDescriptor(0, Flags), "eventfd");
        Descriptor = new SafeFileHandle(_descriptor, ownsHandle: true);
    }

    /// <summary>Readable while the event is set.</summary>
    public SafeFileHandle Descriptor { get; }

    /// <summary>Sets the event; must not be called after <see cref="Dispose"/>.</summary>
    public void Set()
    {
        ulong one = 1;
        ObjectDisposedException.ThrowIf(Descriptor.IsClosed, this);
        _ = FileImports.Write(_descriptor, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Clears the event.</summary>
    public void Reset()
    {
        ulong count;
        _ = FileImports.Read(_descriptor, (byte*)&count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
