using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>Imports of spawn.h and sched.h. The functions of spawn.h return the error number itself.</summary>
internal static unsafe partial class SpawnImports
{
    internal const short SetProcessGroup = 0x02;
    internal const short SetDefaultSignals = 0x04;
    internal const short SetSignalMask = 0x08;
    internal const short SetSession = 0x80;
    internal const int CloneFileSystem = 0x200;

    /// <summary>Null when the C library is too old for it (glibc before 2.29). It copies the path.</summary>
    internal static readonly delegate* unmanaged<nint, byte*, int> AddChangeDirectory =
        (delegate* unmanaged<nint, byte*, int>)Find("posix_spawn_file_actions_addchdir_np");

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    internal static partial int Spawn(
        int* pid, byte* path, SpawnFileActions actions, SpawnAttributes attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int InitActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int DestroyActions(nint actions);

    /// <summary>The path is copied by the C library.</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    internal static partial int AddOpen(SpawnFileActions actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int AddDuplicate(SpawnFileActions actions, int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static partial int InitAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int DestroyAttributes(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int SetFlags(SpawnAttributes attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setpgroup")]
    internal static partial int SetGroup(SpawnAttributes attributes, int group);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int SetDefaults(SpawnAttributes attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int SetMask(SpawnAttributes attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int flags);

    private static nint Find(string function) =>
        NativeLibrary.TryLoad("libc", typeof(SpawnImports).Assembly, DllImportSearchPath.SafeDirectories, out nint library)
            && NativeLibrary.TryGetExport(library, function, out nint address) ? address : 0;
}
