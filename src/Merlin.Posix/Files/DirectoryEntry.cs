namespace Merlin.Posix;

/// <summary>An entry of a directory.</summary>
/// <param name="name">Its name, without a NUL; valid until the next one is read.</param>
/// <param name="inode">The number of what it leads to.</param>
public readonly ref struct DirectoryEntry(ReadOnlySpan<byte> name, ulong inode)
{
    /// <summary>Its name, without a NUL; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>The number of what it leads to.</summary>
    public ulong Inode { get; } = inode;
}
