using System.Security.Cryptography;
using System.Text;
using Merlin.Posix;
using Merlin.Posix.Locking;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Packing.Places;

/// <summary>
/// The directory of one worker below which its scratch directories are, made when the first one is needed. Any thread may use
/// it.
/// </summary>
/// <remarks>
/// A worker that is killed leaves its directory behind, and the lock on it is free then: the next worker that makes one at the
/// same place deletes it.
/// </remarks>
/// <param name="parent">The directory in which it is made; made too where it is missing.</param>
internal sealed class ScratchPlace(string parent) : IDisposable
{
    private const string NewPrefix = "merlin-new-";

    // Only this host's are known to be nobody's when their lock is free: not all file systems lock across machines.
    private static readonly string Prefix = $"merlin-scratch-{Environment.MachineName}-";
    private const string LockName = "lock";
    private const int RandomBytes = 5;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly Lock _gate = new();
    private string? _directory;
    private SafeFileHandle? _lock;

    /// <summary>Makes a scratch directory.</summary>
    /// <param name="key">Whose tasks are to run in it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="problem">Why there is none, in words; null otherwise.</param>
    public ScratchDirectory? TryMake(ScratchKey key, string name, out string? problem)
    {
        try
        {
            ScratchDirectory? made = ScratchDirectory.TryCreate(key, Path.Combine(Directory(), name), out int error);
            problem = made is null ? $"no scratch directory can be made in '{parent}' ({Errno.Describe(error)})." : null;
            return made;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            problem = $"no scratch directory can be made in '{parent}': {refusal.Message}";
            return null;
        }
    }

    /// <summary>Deletes everything.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_directory is { } directory)
            {
                TryDelete(directory);
                _directory = null;
            }

            _lock?.Dispose();
        }
    }

    private string Directory()
    {
        lock (_gate)
        {
            return _directory ??= Make();
        }
    }

    private string Make()
    {
        System.IO.Directory.CreateDirectory(parent);
        DeleteStale();
        string name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
        string made = Path.Combine(parent, NewPrefix + name);
        string directory = Path.Combine(parent, Prefix + name);
        System.IO.Directory.CreateDirectory(made, OwnerOnly);
        _lock = AdvisoryLock.Open(Path.Combine(made, LockName));
        _ = AdvisoryLock.TryLock(_lock);
        System.IO.Directory.Move(made, directory); // under its name it is never seen without its lock
        return directory;
    }

    private void DeleteStale()
    {
        foreach (string directory in System.IO.Directory.EnumerateDirectories(parent, Prefix + "*").ToArray())
        {
            if (FileRights.Of(directory) is { IsMine: true } && IsAbandoned(directory))
            {
                TryDelete(directory);
            }
        }
    }

    private static bool IsAbandoned(string directory)
    {
        byte[] path = Encoding.UTF8.GetBytes($"{directory}/{LockName}\0");
        using OpenFile? file = OpenFile.TryRead(path, out _);
        try
        {
            return file is not null && AdvisoryLock.TryLock(file.Handle) == LockAttempt.Taken;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void TryDelete(string directory)
    {
        try
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What a task has made undeletable stays.
        }
    }
}
