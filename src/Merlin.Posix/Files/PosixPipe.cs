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

    /// <summary>Reads what has come; waits while that is nothing.</summary>
    /// <returns>How many bytes; 0 when nobody can write any more.</returns>
    /// <exception cref="PosixException">It cannot be read.</exception>
    public int Read(Span<byte> target)
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
                }
                while (count < 0 && Checked.ErrorOf(-1) == Errno.Interrupted);
                return Checked.Result((int)count, "read");
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

    /// <inheritdoc/>
    public void Dispose()
    {
        ReadEnd.Dispose();
        WriteEnd.Dispose();
    }
}
