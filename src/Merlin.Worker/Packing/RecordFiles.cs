using Merlin.Worker.Packing.Format;

namespace Merlin.Worker.Packing;

/// <summary>Writes the files of a record into a directory.</summary>
internal static class RecordFiles
{
    /// <summary>Restores all files, links and directories that the record has; what is there under their names is replaced.</summary>
    /// <param name="record">The record.</param>
    /// <param name="directory">The task's directory, which exists.</param>
    /// <exception cref="IOException">Something cannot be written.</exception>
    /// <exception cref="InvalidDataException">A name leads out of the directory.</exception>
    public static void Restore(PackedRecord record, string directory)
    {
        foreach (PackedPart part in record.Parts)
        {
            switch (part.Kind)
            {
                case PackedPartKind.Directory:
                    Directory.CreateDirectory(PathOf(directory, part));
                    break;
                case PackedPartKind.File:
                    RestoreFile(PathOf(directory, part), part);
                    break;
                case PackedPartKind.SymbolicLink:
                    RestoreLink(PathOf(directory, part), part);
                    break;
            }
        }

        // Only now, since a directory may forbid to write into it.
        foreach (PackedPart part in record.Parts.Where(static part => part.Kind == PackedPartKind.Directory).Reverse())
        {
            File.SetUnixFileMode(PathOf(directory, part), (UnixFileMode)part.Mode);
        }
    }

    private static void RestoreFile(string path, PackedPart part)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        using (FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(part.Content.Span);
        }

        File.SetUnixFileMode(path, (UnixFileMode)part.Mode);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddMicroseconds(part.ModifiedMicros));
    }

    private static void RestoreLink(string path, PackedPart part)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        File.CreateSymbolicLink(path, System.Text.Encoding.UTF8.GetString(part.Content.Span));
    }

    private static string PathOf(string directory, PackedPart part)
    {
        string path = Path.GetFullPath(Path.Combine(directory, part.Name));
        return path.StartsWith(directory + '/', StringComparison.Ordinal)
            ? path
            : throw new InvalidDataException($"The record has a file named '{part.Name}', which is outside its task's directory.");
    }
}
