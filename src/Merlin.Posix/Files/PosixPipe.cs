using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>A pipe; both ends are closed in every program that is started, unless they are passed on.</summary>
public sealed unsafe class PosixPipe : IDisposable
{
    /// <summary>Makes a pipe.</summary>
    /// <exception cref="PosixException">No descriptors are left.</exception>
    public PosixPipe()
    {
        int* ends = stackalloc int[2];
        Checked.Result(FileImports.Pipe(ends, FileImports.CloseOnExec), "pipe2");
        ReadEnd = new SafeFileHandle(ends[0], ownsHandle: true);
        WriteEnd = new SafeFileHandle(ends[1], ownsHandle: true);
    }

    /// <summary>The end to read from.</summary>
    public SafeFileHandle ReadEnd { get; }

    /// <summary>The end to write to.</summary>
    public SafeFileHandle WriteEnd { get; }

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="PosixException">Nobody reads any more.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        bool held = false;
        try
        {
            WriteEnd.DangerousAddRef(ref held);
            fixed (byte* bytes = content)
            {
                nint written = FileImports.Write(
                    (int)WriteEnd.DangerousGetHandle(), bytes, (nuint)content.Length);
                Checked.Result(written < 0 ? -1 : 0, "write");
            }
        }
        finally
        {
            if (held)
            {
                WriteEnd.DangerousRelease();
            }
        }
    }

    /// <summary>
    /// Writes all bytes or fails, without waiting, if the writing end does not block. A pipe that is too small for them is made
    /// larger.
    /// </summary>
    /// <returns>Whether they were written; after a failure some may have been.</returns>
    public bool TryWrite(ReadOnlySpan<byte> content)
    {
        const int UsualSize = 65_536;
        bool held = false;
        try
        {
            WriteEnd.DangerousAddRef(ref held);
            int descriptor = (int)WriteEnd.DangerousGetHandle();
            if (content.Length > UsualSize)
            {
                FileImports.Control(descriptor, FileImports.SetPipeSize, content.Length);
            }

            fixed (byte* bytes = content)
            {
                return FileImports.Write(descriptor, bytes, (nuint)content.Length) == content.Length;
            }
        }
        finally
        {
            if (held)
            {
                WriteEnd.DangerousRelease();
            }
        }
    }

    /// <summary>Reads what has come, if the reading end does not block.</summary>
    /// <returns>How many bytes; 0 when nobody can write any more; null while nothing has come.</returns>
    /// <exception cref="PosixException">It cannot be read.</exception>
    public int? TryRead(Span<byte> target)
    {
        int count = Read(target, out int error);
        if (error == Errno.Again)
        {
            return null;
        }

        Checked.Success(error, "read");
        return count;
    }

    /// <summary>Reads what has come; waits while that is nothing.</summary>
    /// <returns>How many bytes; 0 when nobody can write any more.</returns>
    /// <exception cref="PosixException">It cannot be read.</exception>
    public int Read(Span<byte> target)
    {
        int count = Read(target, out int error);
        Checked.Success(error, "read");
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ReadEnd.Dispose();
        WriteEnd.Dispose();
    }

    private int Read(Span<byte> target, out int error)
    {
        bool held = false;
        try
        {
            ReadEnd.DangerousAddRef(ref held);
            fixed (byte* bytes = target)
            {
                nint count;
                do
                {
                    count = FileImports.Read((int)ReadEnd.DangerousGetHandle(), bytes, (nuint)target.Length);
                    error = Checked.ErrorOf((int)count);
                }
                while (error == Errno.Interrupted);
                return (int)count;
            }
        }
        finally
        {
            if (held)
            {
                ReadEnd.DangerousRelease();
            }
        }
    }
}
