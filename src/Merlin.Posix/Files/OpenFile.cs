using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>
/// A file that stays open, so that reading and emptying it cost one system call each. The descriptor is closed in every
/// program that is started, unless it is passed on.
/// </summary>
/// <remarks>All answers are error numbers, 0 for success. Reading and writing say where, so any thread may use it.</remarks>
public sealed unsafe class OpenFile : IDisposable
{
    private const uint AnyoneReadsAndWrites = 0x1B6; // 0666: the umask takes away what the user does not want

    private OpenFile(SafeFileHandle handle) => Handle = handle;

    /// <summary>The descriptor; the file stays its owner.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Makes a file that must not be there, for reading and writing.</summary>
    /// <param name="path">The file, UTF-8, ending in a NUL.</param>
    /// <param name="error">0, or why not.</param>
    /// <returns>Null after an error.</returns>
    public static OpenFile? TryCreate(ReadOnlySpan<byte> path, out int error) =>
        TryOpen(path, FileImports.ReadWrite | FileImports.Create | FileImports.Exclusive, out error);

    /// <summary>Makes a file that must not be there, for reading, and for programs that append to it.</summary>
    /// <inheritdoc cref="TryCreate"/>
    public static OpenFile? TryCreateForAppending(ReadOnlySpan<byte> path, out int error) =>
        TryOpen(path, FileImports.ReadWrite | FileImports.Create | FileImports.Exclusive | FileImports.Append, out error);

    /// <summary>Opens a file for reading and writing, and makes it where it is missing.</summary>
    /// <inheritdoc cref="TryCreate"/>
    public static OpenFile? TryOpenOrCreate(ReadOnlySpan<byte> path, out int error) =>
        TryOpen(path, FileImports.ReadWrite | FileImports.Create, out error);

    /// <summary>Opens a file for reading; what is no plain file or directory does not block.</summary>
    /// <inheritdoc cref="TryCreate"/>
    public static OpenFile? TryRead(ReadOnlySpan<byte> path, out int error) =>
        TryOpen(path, FileImports.ReadOnly | FileImports.NonBlocking, out error);

    /// <summary>Reads once.</summary>
    /// <param name="offset">From where.</param>
    /// <param name="target">Receives the bytes.</param>
    /// <param name="count">How many came; 0 at the end of the file.</param>
    public int Read(long offset, Span<byte> target, out int count)
    {
        fixed (byte* bytes = target)
        {
            nint read;
            int error;
            do
            {
                read = FileImports.ReadAt(Handle, bytes, (nuint)target.Length, (nint)offset);
                error = Checked.ErrorOf(read < 0 ? -1 : 0);
            }
            while (error == Errno.Interrupted);

            count = (int)Math.Max(0, read);
            return error;
        }
    }

    /// <summary>Writes all bytes.</summary>
    /// <param name="offset">To where.</param>
    /// <param name="content">The bytes.</param>
    public int Write(long offset, ReadOnlySpan<byte> content)
    {
        fixed (byte* bytes = content)
        {
            for (int done = 0; done < content.Length;)
            {
                nint written = FileImports.WriteAt(Handle, bytes + done, (nuint)(content.Length - done), (nint)(offset + done));
                int error = Checked.ErrorOf(written < 0 ? -1 : 0);
                if (error is not 0 and not Errno.Interrupted)
                {
                    return error;
                }

                done += (int)Math.Max(0, written);
            }
        }

        return 0;
    }

    /// <summary>Cuts the file off, or fills it up with zeros.</summary>
    public int SetLength(long length) => Checked.ErrorOf(FileImports.SetLength(Handle, (nint)length));

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private static OpenFile? TryOpen(ReadOnlySpan<byte> path, int flags, out int error)
    {
        fixed (byte* name = path)
        {
            int descriptor;
            do
            {
                descriptor = FileImports.Open(name, flags | FileImports.CloseOnExec, AnyoneReadsAndWrites);
                error = Checked.ErrorOf(descriptor);
            }
            while (error == Errno.Interrupted);

            return descriptor < 0 ? null : new OpenFile(new SafeFileHandle(descriptor, ownsHandle: true));
        }
    }
}
