using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>Files that lie in no file system and go with their last descriptor.</summary>
public static unsafe class MemoryFile
{
    /// <summary>Makes an empty one, which is closed in every program that is started, unless it is passed on.</summary>
    /// <param name="name">Shown in /proc, for whoever looks there.</param>
    /// <exception cref="PosixException">No memory or no descriptors are left.</exception>
    public static SafeFileHandle Make(ReadOnlySpan<byte> name)
    {
        Span<byte> terminated = stackalloc byte[name.Length + 1];
        name.CopyTo(terminated);
        terminated[^1] = 0;
        fixed (byte* text = terminated)
        {
            int descriptor = MemoryImports.MakeFile(text, MemoryImports.CloseOnExec);
            return new SafeFileHandle(Checked.Result(descriptor, "memfd_create"), ownsHandle: true);
        }
    }
}
