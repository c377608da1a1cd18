namespace Merlin.Worker.Leases;

/// <summary>Whether a task that was taken could be kept from starting.</summary>
internal enum DropAnswer
{
    /// <summary>It will not start.</summary>
    Dropped = 0,

    /// <summary>It has started.</summary>
    TooLate = 1,

    /// <summary>Someone is at work in its directory and will answer.</summary>
    Pending = 2,
}
