using System.Runtime.InteropServices;
using System.Text;

namespace Merlin.Posix;

/// <summary>
/// What a new process does to its descriptors before its program begins. Made once and used for any number of processes.
/// </summary>
public sealed unsafe class SpawnFileActions : SafeHandle
{
    // The C libraries' types have 76 to 80 bytes; nothing but the library looks inside.
    private const nuint Size = 256;

    /// <summary>An empty list.</summary>
    public SpawnFileActions()
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        void* memory = NativeMemory.AllocZeroed(Size);
        Checked.Success(SpawnImports.InitActions(memory), "posix_spawn_file_actions_init");
        SetHandle((nint)memory);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Whether the C library can start a process in another directory.</summary>
    public static bool CanChangeDirectory => SpawnImports.AddChangeDirectory is not null;

    /// <summary>Changes the directory; relative paths of what is added after this are relative to it.</summary>
    /// <param name="path">The directory, UTF-8, ending in a NUL.</param>
    /// <exception cref="NotSupportedException">See <see cref="CanChangeDirectory"/>.</exception>
    public SpawnFileActions ChangeDirectory(ReadOnlySpan<byte> path)
    {
        delegate* unmanaged<nint, byte*, int> add = SpawnImports.AddChangeDirectory;
        if (add is null)
        {
            throw new NotSupportedException("The C library has no posix_spawn_file_actions_addchdir_np.");
        }

        fixed (byte* name = path)
        {
            Checked.Success(add(handle, name), "posix_spawn_file_actions_addchdir_np");
        }

        return this;
    }

    /// <summary>Opens a file for reading as a descriptor.</summary>
    public SpawnFileActions Read(int descriptor, string path) =>
        Open(descriptor, path, FileImports.ReadOnly, mode: 0);

    /// <summary>Opens a file, made if it is not there, for appending as a descriptor.</summary>
    /// <param name="descriptor">The new process's descriptor.</param>
    /// <param name="path">The file; a relative path is relative to the new process's directory.</param>
    public SpawnFileActions Append(int descriptor, string path)
    {
        const uint AnyoneReadsAndWrites = 0x1B6;
        int flags = FileImports.WriteOnly | FileImports.Create | FileImports.Append;
        return Open(descriptor, path, flags, AnyoneReadsAndWrites);
    }

    /// <summary>Passes one of this process's descriptors on.</summary>
    /// <param name="source">Ours; must stay open until the process was started.</param>
    /// <param name="target">The new process's number for it, different from ours.</param>
    public SpawnFileActions Pass(SafeHandle source, int target)
    {
        int error = SpawnImports.AddDuplicate(this, (int)source.DangerousGetHandle(), target);
        Checked.Success(error, "posix_spawn_file_actions_adddup2");
        return this;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        int error = SpawnImports.DestroyActions(handle);
        NativeMemory.Free((void*)handle);
        return error == 0;
    }

    private SpawnFileActions Open(int descriptor, string path, int flags, uint mode)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            int error = SpawnImports.AddOpen(this, descriptor, name, flags, mode);
            Checked.Success(error, "posix_spawn_file_actions_addopen");
        }

        return this;
    }
}
