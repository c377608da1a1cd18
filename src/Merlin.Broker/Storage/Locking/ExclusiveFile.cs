namespace Merlin.Broker.Storage;

/// <summary>
/// Stands in for a lock where the file system has none: a file that only one process can make, with the holder's text.
/// A file that a dead process left behind is recognised by host, boot and process.
/// </summary>
internal sealed class ExclusiveFile(string lockPath)
{
    private readonly string _path = lockPath + ".held";

    /// <exception cref="WorkspaceLockedException">Somebody else has made the file and is not known to be gone.</exception>
    public void Take(LockHolder taker)
    {
        if (TryMake(taker))
        {
            return;
        }

        LockHolder? holder = FindHolder();
        if (holder is null || !holder.IsGone() || !TryRemove(holder) || !TryMake(taker))
        {
            throw new WorkspaceLockedException(_path, holder);
        }
    }

    public LockHolder? FindHolder()
    {
        try
        {
            return LockHolder.Parse(File.ReadAllText(_path));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public void Release() => File.Delete(_path);

    private bool TryMake(LockHolder taker)
    {
        // Written under another name and linked by a rename that refuses to replace: the file is never seen half-written.
        string draft = $"{_path}.{taker.Host}.{taker.ProcessId}";
        File.WriteAllText(draft, taker.ToText());
        try
        {
            File.Move(draft, _path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(_path))
        {
            File.Delete(draft);
            return false;
        }
    }

    // Two processes may judge the same file stale: only the one whose rename meets that very file removes it.
    private bool TryRemove(LockHolder stale)
    {
        string aside = $"{_path}.stale.{Environment.MachineName}.{Environment.ProcessId}";
        try
        {
            File.Move(_path, aside, overwrite: true);
        }
        catch (FileNotFoundException)
        {
            return true;
        }

        if (LockHolder.Parse(File.ReadAllText(aside)) == stale)
        {
            File.Delete(aside);
            return true;
        }

        File.Move(aside, _path, overwrite: false);
        return false;
    }
}
