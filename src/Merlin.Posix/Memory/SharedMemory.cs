using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>
/// Memory that another process can read as a file through an inherited descriptor, also after this process was killed.
/// It lies in no file system.
/// </summary>
public sealed unsafe class SharedMemory : SafeHandle
{
    private readonly int _length;

    /// <summary>Makes zeroed memory.</summary>
    /// <param name="name">Shown in /proc, for whoever looks there.</param>
    /// <param name="length">Bytes.</param>
    /// <exception cref="PosixException">No memory or no descriptors are left.</exception>
    public SharedMemory(ReadOnlySpan<byte> name, int length)
        : base(invalidHandleValue: -1, ownsHandle: true)
    {
        _length = length;
        Descriptor = MemoryFile.Make(name);
        int descriptor = (int)Descriptor.DangerousGetHandle();
        Checked.Result(FileImports.SetLength(descriptor, length), "ftruncate");
        nint address = MemoryImports.Map(0, (nuint)length, MemoryImports.ReadWrite, MemoryImports.Shared, descriptor, 0);
        Checked.Result(address == -1 ? -1 : 0, "mmap");
        SetHandle(address);
    }

    /// <summary>The memory as a file.</summary>
    public SafeFileHandle Descriptor { get; }

    /// <summary>The memory; must not be used after <see cref="SafeHandle.Dispose()"/>.</summary>
    public Span<byte> Bytes => new((void*)handle, _length);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == -1;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => MemoryImports.Unmap(handle, (nuint)_length) == 0;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Descriptor.Dispose();
        }

        base.Dispose(disposing);
    }
}
