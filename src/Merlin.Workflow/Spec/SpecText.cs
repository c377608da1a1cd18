namespace Merlin.Workflow.Spec;

/// <summary>Reads a spec's file, whatever it turns out to be.</summary>
internal static class SpecText
{
    private const int LargestMebibytes = 16;
    private const int LargestBytes = LargestMebibytes * 1024 * 1024;

    /// <summary>The file's bytes.</summary>
    /// <exception cref="SpecException">The file is absent, a directory, unreadable or too large.</exception>
    public static byte[] ReadBytes(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw Unreadable(path, "this is not a file name: give the path of a spec");
        }

        if (Directory.Exists(path))
        {
            throw Unreadable(path, "this is a directory: give the path of a spec file");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return ReadBounded(file, path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable(path, "there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw Unreadable(path, "the file may not be read: check its permissions");
        }
        catch (IOException)
        {
            throw Unreadable(path, "the file cannot be read");
        }
    }

    // A device tells no length, so the length is not asked for.
    private static byte[] ReadBounded(FileStream file, string path)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        for (int count = file.Read(buffer); count > 0; count = file.Read(buffer))
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > LargestBytes)
            {
                throw Unreadable(path, $"the file is larger than {LargestMebibytes} MiB, which no spec is");
            }
        }

        return bytes.ToArray();
    }

    private static SpecException Unreadable(string path, string message) =>
        new(new SpecProblem(path, 0, 0, "", message));
}
