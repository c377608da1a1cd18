using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>
/// A directory that stays open, so that what is in it can be looked at again and again with two system calls. For one thread
/// at a time.
/// </summary>
public sealed unsafe class OpenDirectory : IDisposable
{
    // struct linux_dirent64: inode, offset, length of the entry, type, name.
    private const int LengthOffset = 16;
    private const int NameOffset = 19;
    private const int BufferSize = 4096;
    private readonly SafeFileHandle _directory;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _filled;
    private int _next;

    private OpenDirectory(SafeFileHandle directory) => _directory = directory;

    /// <summary>Opens a directory.</summary>
    /// <param name="path">The directory, UTF-8, ending in a NUL.</param>
    /// <param name="error">0, or why it cannot be opened.</param>
    /// <returns>Null after an error.</returns>
    public static OpenDirectory? TryOpen(ReadOnlySpan<byte> path, out int error)
    {
#pragma warning disable CA2000 // The open directory disposes of it.
        SafeFileHandle? handle = PosixFiles.OpenDirectory(path, out error);
#pragma warning restore CA2000
        return handle is null ? null : new OpenDirectory(handle);
    }

    /// <summary>Begins with the first entry, as the directory is now.</summary>
    /// <returns>0, or the error number.</returns>
    public int Rewind()
    {
        _filled = 0;
        _next = 0;
        return Checked.ErrorOf((int)FileImports.Seek(_directory, 0, 0));
    }

    /// <summary>Takes the next entry, <c>.</c> and <c>..</c> left out.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="error">0, or why the directory cannot be read.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryRead(out DirectoryEntry entry, out int error)
    {
        error = 0;
        entry = default;
        while (_next < _filled || TryFill(out error))
        {
            ReadOnlySpan<byte> raw = _buffer.AsSpan(_next);
            int length = MemoryMarshal.Read<ushort>(raw[LengthOffset..]);
            _next += length;
            ReadOnlySpan<byte> name = raw[NameOffset..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                entry = new DirectoryEntry(name, MemoryMarshal.Read<ulong>(raw));
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private bool TryFill(out int error)
    {
        fixed (byte* target = _buffer)
        {
            nint read = FileImports.ReadEntries(FileImports.ReadEntriesNumber, _directory, target, BufferSize);
            error = Checked.ErrorOf(read < 0 ? -1 : 0);
            _filled = (int)Math.Max(0, read);
            _next = 0;
            return _filled > 0;
        }
    }
}
