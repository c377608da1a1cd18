namespace Merlin.Worker.Tree;

/// <summary>The end of what a program has added to a log file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Start">Where in it the program's words begin: earlier ones' stand before.</param>
public sealed record LogTail(string Path, long Start)
{
    private const int MostLastWords = 2000;

    /// <summary>The tail of a file as it will grow from now on; the file need not be there yet.</summary>
    public static LogTail FromNow(string path)
    {
        try
        {
            return new LogTail(path, new FileInfo(path) is { Exists: true } file ? file.Length : 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new LogTail(path, 0);
        }
    }

    /// <summary>The last of the words; empty when there are none.</summary>
    public string LastWords()
    {
        try
        {
            using FileStream file = new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Min(file.Length, Math.Max(Start, file.Length - MostLastWords));
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Trim();
        }
        catch (FileNotFoundException)
        {
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"({Path} cannot be read)";
        }
    }
}
