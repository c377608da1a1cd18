using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>
/// The few file operations of a task, with as few system calls as they can have. Paths are UTF-8 bytes that end in a
/// NUL; the answer is 0 or the error number, since a failed call is an ordinary event on this path.
/// </summary>
public static unsafe class PosixFiles
{
    private const uint AnyoneReadsAndWrites = 0x1B6; // 0666: the umask takes away what the user does not want
    private const uint AnyoneEnters = 0x1FF; // 0777
    private const uint OwnerExecutes = 0x40; // 0100

    /// <summary>Makes one directory; its parent must exist.</summary>
    public static int MakeDirectory(ReadOnlySpan<byte> path)
    {
        fixed (byte* name = Terminated(path))
        {
            return Checked.ErrorOf(FileImports.MakeDirectory(name, AnyoneEnters));
        }
    }

    /// <summary>Whether the path leads to something.</summary>
    public static bool Exists(ReadOnlySpan<byte> path) => Access(path, 0) == 0;

    /// <summary>0 when this process may execute the file, else why not.</summary>
    public static int CheckExecutable(ReadOnlySpan<byte> path) => Access(path, 1);

    /// <summary>
    /// Whether the path leads to a pipe, which blocks whoever opens it until there is a writer, and can be read once.
    /// </summary>
    public static bool IsPipe(ReadOnlySpan<byte> path)
    {
        const int CurrentDirectory = -100; // AT_FDCWD
        const uint Type = 0x1; // STATX_TYPE
        const int ResultSize = 256;
        const int ModeOffset = 28;
        const int TypeBits = 0xF000; // S_IFMT
        const int Pipe = 0x1000; // S_IFIFO
        byte* result = stackalloc byte[ResultSize];
        fixed (byte* name = Terminated(path))
        {
            return FileImports.Stat(CurrentDirectory, name, 0, Type, result) == 0
                && (*(ushort*)(result + ModeOffset) & TypeBits) == Pipe;
        }
    }

    /// <summary>Makes an empty file, or leaves the one that is there as it is.</summary>
    public static int Touch(ReadOnlySpan<byte> path)
    {
        int descriptor = Open(path, FileImports.WriteOnly | FileImports.Create, AnyoneReadsAndWrites, out int error);
        return descriptor < 0 ? error : Checked.ErrorOf(FileImports.Close(descriptor));
    }

    /// <summary>
    /// Replaces a file's content. The new bytes are written over the old ones in one call and the length is set after
    /// that, so that a reader hardly ever sees an empty file.
    /// </summary>
    public static int Write(ReadOnlySpan<byte> path, ReadOnlySpan<byte> content)
    {
        int descriptor = Open(path, FileImports.WriteOnly | FileImports.Create, AnyoneReadsAndWrites, out int error);
        if (descriptor < 0)
        {
            return error;
        }

        error = WriteAll(descriptor, content);
        if (error == 0)
        {
            error = Checked.ErrorOf(FileImports.SetLength(descriptor, content.Length));
        }

        return CloseAfter(descriptor, error);
    }

    /// <summary>Appends to a file, which is made if it is not there.</summary>
    public static int Append(ReadOnlySpan<byte> path, ReadOnlySpan<byte> content)
    {
        int flags = FileImports.WriteOnly | FileImports.Create | FileImports.Append;
        int descriptor = Open(path, flags, AnyoneReadsAndWrites, out int error);
        return descriptor < 0 ? error : CloseAfter(descriptor, WriteAll(descriptor, content));
    }

    /// <summary>Writes a program: the umask holds for its mode, and its owner may execute it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its text.</param>
    /// <param name="forceModeUnder">
    /// Null when the file is known to be new and the umask leaves its owner the right to execute; else the umask, and the
    /// mode is set as if the file were new.
    /// </param>
    public static int WriteExecutable(ReadOnlySpan<byte> path, ReadOnlySpan<byte> content, int? forceModeUnder)
    {
        const uint Mode = AnyoneReadsAndWrites | OwnerExecutes;
        int flags = FileImports.WriteOnly | FileImports.Create | FileImports.Truncate;
        int descriptor = Open(path, flags, Mode, out int error);
        if (descriptor < 0)
        {
            return error;
        }

        error = WriteAll(descriptor, content);
        if (error == 0 && forceModeUnder is { } umask)
        {
            uint mode = (AnyoneReadsAndWrites & ~(uint)umask) | OwnerExecutes;
            error = Checked.ErrorOf(FileImports.ChangeMode(descriptor, mode));
        }

        return CloseAfter(descriptor, error);
    }

    /// <summary>Changes the calling thread's current directory (the process's, unless the thread has its own).</summary>
    public static int ChangeDirectory(ReadOnlySpan<byte> path)
    {
        fixed (byte* name = Terminated(path))
        {
            return Checked.ErrorOf(FileImports.ChangeDirectory(name));
        }
    }

    /// <summary>Opens a directory, for locking it; the descriptor is closed in every program that is started.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="error">0, or why it cannot be opened.</param>
    /// <returns>The open directory, the caller's to close; null after an error.</returns>
    public static SafeFileHandle? OpenDirectory(ReadOnlySpan<byte> path, out int error)
    {
        int descriptor = Open(path, FileImports.ReadOnly, mode: 0, out error);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static int Access(ReadOnlySpan<byte> path, int mode)
    {
        fixed (byte* name = Terminated(path))
        {
            return Checked.ErrorOf(FileImports.Access(name, mode));
        }
    }

    private static int Open(ReadOnlySpan<byte> path, int flags, uint mode, out int error)
    {
        fixed (byte* name = Terminated(path))
        {
            int descriptor;
            do
            {
                descriptor = FileImports.Open(name, flags | FileImports.CloseOnExec, mode);
                error = Checked.ErrorOf(descriptor);
            }
            while (error == Errno.Interrupted);

            return descriptor;
        }
    }

    private static int WriteAll(int descriptor, ReadOnlySpan<byte> content)
    {
        fixed (byte* bytes = content)
        {
            for (int done = 0; done < content.Length;)
            {
                nint written = FileImports.Write(descriptor, bytes + done, (nuint)(content.Length - done));
                if (written < 0)
                {
                    int error = Marshal.GetLastPInvokeError();
                    if (error != Errno.Interrupted)
                    {
                        return error;
                    }

                    continue;
                }

                done += (int)written;
            }
        }

        return 0;
    }

    // Network file systems report a failed write at close: the answer counts.
    private static int CloseAfter(int descriptor, int error)
    {
        int closing = Checked.ErrorOf(FileImports.Close(descriptor));
        return error != 0 ? error : closing;
    }

    private static ReadOnlySpan<byte> Terminated(ReadOnlySpan<byte> path) =>
        path.Length > 0 && path[^1] == 0
            ? path
            : throw new ArgumentException("The path must end in a NUL byte.", nameof(path));
}
