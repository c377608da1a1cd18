using System.Text;

namespace Merlin.Posix;

/// <summary>Whose a file or directory is, and who else may do what with it.</summary>
/// <param name="Owner">The user's number.</param>
/// <param name="Mode">The permission bits.</param>
public readonly record struct FileRights(uint Owner, UnixFileMode Mode)
{
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Whether this process's user owns it.</summary>
    public bool IsMine => Owner == FileImports.EffectiveUser();

    /// <summary>Whether its group or everybody may do anything with it.</summary>
    public bool IsOpenToOthers => (Mode & OfOthers) != UnixFileMode.None;

    /// <summary>The rights of what a path leads to; null when it leads nowhere that this process can see.</summary>
    /// <param name="path">The path.</param>
    public static unsafe FileRights? Of(string path)
    {
        const int CurrentDirectory = -100; // AT_FDCWD
        const uint ModeAndOwner = 0x2 | 0x8; // STATX_MODE, STATX_UID
        const int ResultSize = 256;
        const int OwnerOffset = 20;
        const int ModeOffset = 28;
        const int PermissionBits = 0xFFF;
        byte* result = stackalloc byte[ResultSize];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return FileImports.Stat(CurrentDirectory, name, 0, ModeAndOwner, result) == 0
                ? new FileRights(*(uint*)(result + OwnerOffset), (UnixFileMode)(*(ushort*)(result + ModeOffset) & PermissionBits))
                : null;
        }
    }
}
