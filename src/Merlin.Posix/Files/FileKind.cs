namespace Merlin.Posix;

/// <summary>What a path leads to.</summary>
public enum FileKind
{
    /// <summary>A device, a socket or a pipe.</summary>
    Other = 0,

    /// <summary>A file with content.</summary>
    Plain = 1,

    /// <summary>A directory.</summary>
    Directory = 2,

    /// <summary>A symbolic link.</summary>
    SymbolicLink = 3,
}
