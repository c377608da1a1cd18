using System.Text;
using Merlin.Cli.Invocation;

namespace Merlin.Cli.Configuration;

/// <summary>Files that hold secrets: nobody but their user may read them, from the moment on which they are there.</summary>
internal static class PrivateFile
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersMayRead =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Writes a file, mode 0600: a reader finds the old content or the new one, and a full disk costs neither.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static void Replace(string path, string content)
    {
        string draft = DraftOf(path);
        try
        {
            using (FileStream file = Create(draft))
            {
                file.Write(Encoding.UTF8.GetBytes(content));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            Remove(draft);
            throw new UserErrorException($"{path} cannot be written: {FileTrouble.Reason(e)}.", e);
        }
    }

    /// <summary>Makes a file, mode 0600, unless it is there. Of several who try at once, one makes it.</summary>
    /// <returns>Whether this call made it.</returns>
    /// <exception cref="UserErrorException">It cannot be made.</exception>
    public static bool MakeOnce(string path, string content)
    {
        if (File.Exists(path))
        {
            return false;
        }

        string draft = DraftOf(path);
        try
        {
            using (FileStream file = Create(draft))
            {
                file.Write(Encoding.UTF8.GetBytes(content));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            Remove(draft);
            return false;
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            Remove(draft);
            throw new UserErrorException($"{path} cannot be made: {FileTrouble.Reason(e)}.", e);
        }
    }

    /// <summary>Makes a directory, mode 0700, and those above it, unless they are there.</summary>
    /// <exception cref="UserErrorException">It cannot be made.</exception>
    public static void MakeDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path, UserOnly | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            throw new UserErrorException($"The directory {path} cannot be made: {FileTrouble.Reason(e)}.", e);
        }
    }

    /// <summary>Refuses a file with secrets that others can read.</summary>
    /// <exception cref="UserErrorException">They can.</exception>
    public static void RefuseIfReadable(string path)
    {
        if ((File.GetUnixFileMode(path) & OthersMayRead) != UnixFileMode.None)
        {
            throw new UserErrorException(
                $"{path} holds a secret key, and others than you can read or write it. Run 'chmod 600 {path}', and have the key "
                + "replaced if somebody may have read it.");
        }
    }

    // Whoever can write to the directory must not be able to foresee the name and have a file or link of his own there.
    private static string DraftOf(string path) => $"{path}.{Guid.NewGuid():N}";

    private static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = UserOnly,
    });

    private static void Remove(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            // The first trouble is the one to tell.
        }
    }
}
