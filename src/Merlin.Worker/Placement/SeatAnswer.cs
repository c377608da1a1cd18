namespace Merlin.Worker.Placement;

/// <summary>Whether a task of some demand can begin now.</summary>
internal enum SeatAnswer
{
    /// <summary>It has its seat.</summary>
    Seated = 0,

    /// <summary>It could, but another thread is the one to start it.</summary>
    Anothers = 1,

    /// <summary>Not while what runs is running.</summary>
    Full = 2,

    /// <summary>Not on the nodes that are up.</summary>
    Never = 3,
}
