namespace Merlin.Workflow.Forecast;

/// <summary>What something leaves on a file system.</summary>
/// <param name="Directories">Number of directories.</param>
/// <param name="Files">Number of files, empty ones too.</param>
/// <param name="Bytes">Sum of the files' lengths.</param>
/// <param name="DiskBytes">The same with each file rounded up to whole blocks, and one block for each directory.</param>
public readonly record struct FileCount(long Directories, long Files, long Bytes, long DiskBytes)
{
    /// <summary>How many inodes that takes.</summary>
    public long Inodes => Directories + Files;

    /// <summary>Both together.</summary>
    public FileCount Plus(FileCount other) => new(
        Directories + other.Directories, Files + other.Files, Bytes + other.Bytes, DiskBytes + other.DiskBytes);
}
