using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>Operations on descriptors themselves.</summary>
public static class Descriptors
{
    /// <summary>A second descriptor of the same open file, closed in every program that is started.</summary>
    /// <param name="descriptor">The first one.</param>
    /// <param name="lowest">The lowest number that the second one may have.</param>
    /// <exception cref="PosixException">No descriptors are left.</exception>
    public static SafeFileHandle Duplicate(SafeHandle descriptor, int lowest)
    {
        bool held = false;
        try
        {
            descriptor.DangerousAddRef(ref held);
            int second = FileImports.Control(
                (int)descriptor.DangerousGetHandle(), FileImports.DuplicateCloseOnExec, lowest);
            return new SafeFileHandle(Checked.Result(second, "fcntl"), ownsHandle: true);
        }
        finally
        {
            if (held)
            {
                descriptor.DangerousRelease();
            }
        }
    }
}
