namespace Merlin.Posix.Locking;

/// <summary>What came of trying to take a lock.</summary>
public enum LockAttempt
{
    /// <summary>The lock is taken.</summary>
    Taken = 0,

    /// <summary>Somebody else holds it.</summary>
    Held = 1,

    /// <summary>The file system has no such locks.</summary>
    Unsupported = 2,
}
