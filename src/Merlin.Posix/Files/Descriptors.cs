using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>Operations on descriptors themselves.</summary>
public static class Descriptors
{
    /// <summary>Lets calls on an open file, through any of its descriptors, fail instead of wait.</summary>
    /// <exception cref="PosixException">It cannot be.</exception>
    public static void DoNotBlock(SafeHandle descriptor)
    {
        int number = (int)descriptor.DangerousGetHandle();
        int flags = Checked.Result(FileImports.Control(number, FileImports.GetFlags, 0), "fcntl");
        Checked.Result(FileImports.Control(number, FileImports.SetFlags, flags | FileImports.NonBlocking), "fcntl");
    }

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
