using System.Text;
using Merlin.Cli.Invocation;
using Merlin.Posix;

namespace Merlin.Cli.Running;

/// <summary>
/// A workspace in the making: unless it is kept, everything that was made for it is removed again, the directories
/// above it included.
/// </summary>
internal sealed class NewWorkspace : IDisposable
{
    private readonly List<string> _made = [];
    private bool _kept;

    private NewWorkspace(string path) => Path = path;

    /// <summary>Absolute path of the workspace.</summary>
    public string Path { get; }

    /// <summary>Makes the directory, and those above it where they are missing.</summary>
    /// <param name="path">Absolute path of the workspace.</param>
    /// <returns>The workspace, or null when something of this name is there already.</returns>
    /// <exception cref="UserErrorException">It cannot be made.</exception>
    public static NewWorkspace? TryCreate(string path)
    {
        var workspace = new NewWorkspace(path);
        try
        {
            workspace.MakeParents();
            return workspace.Make(path) ? workspace : workspace.Abandon();
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>Says that the workspace is complete and stays.</summary>
    public void Keep() => _kept = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_kept || _made.Count == 0)
        {
            return;
        }

        if (_made[^1] == Path)
        {
            Directory.Delete(Path, recursive: true);
            _made.RemoveAt(_made.Count - 1);
        }

        for (int i = _made.Count - 1; i >= 0; i--)
        {
            if (Directory.EnumerateFileSystemEntries(_made[i]).Any())
            {
                break;
            }

            Directory.Delete(_made[i]);
        }

        _made.Clear();
    }

    private NewWorkspace? Abandon()
    {
        Dispose();
        return null;
    }

    private void MakeParents()
    {
        var missing = new Stack<string>();
        for (string? parent = System.IO.Path.GetDirectoryName(Path);
             parent is not null && !Directory.Exists(parent);
             parent = System.IO.Path.GetDirectoryName(parent))
        {
            missing.Push(parent);
        }

        foreach (string parent in missing)
        {
            // Somebody else may have made it meanwhile; then it is theirs.
            _ = Make(parent);
        }
    }

    private bool Make(string path)
    {
        int error = PosixFiles.MakeDirectory(Encoding.UTF8.GetBytes(path + '\0'));
        if (error == 0)
        {
            _made.Add(path);
            return true;
        }

        return error == Errno.Exists && Directory.Exists(path)
            ? false
            : throw new UserErrorException(
                $"{path}: the directory cannot be made ({Errno.Describe(error)}); choose another place with OUTPUT_PATH.");
    }
}
