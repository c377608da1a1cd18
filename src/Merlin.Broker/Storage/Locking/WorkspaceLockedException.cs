namespace Merlin.Broker.Storage;

/// <summary>Somebody else works in a workspace. The message names the holder and says what to do.</summary>
public sealed class WorkspaceLockedException : Exception
{
    /// <summary>States who holds the lock.</summary>
    /// <param name="path">The lock file.</param>
    /// <param name="holder">The holder, or null when it is not known.</param>
    public WorkspaceLockedException(string path, LockHolder? holder)
        : base(Sentence(path, holder)) => Holder = holder;

    /// <summary>The holder, or null when it is not known.</summary>
    public LockHolder? Holder { get; }

    private static string Sentence(string path, LockHolder? holder) => holder switch
    {
        null => $"{path}: another run works in this workspace; wait until it has ended",
        _ when holder.IsGone() =>
            $"{path}: {holder} is gone, but processes that it started still run in this workspace; end them or wait",
        _ => $"{path}: this workspace is in use by {holder}; wait until that run has ended or stop it there",
    };
}
