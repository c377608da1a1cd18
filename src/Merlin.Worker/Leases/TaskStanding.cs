namespace Merlin.Worker.Leases;

/// <summary>Where an index of a lease stands, at its present stage of the chain.</summary>
internal enum TaskStanding : byte
{
    /// <summary>May be taken.</summary>
    Open = 0,

    /// <summary>Taken to be prepared; no process has been started.</summary>
    Taken = 1,

    /// <summary>Its process has been started.</summary>
    Started = 2,

    /// <summary>Nothing is left to do for this index.</summary>
    Over = 3,

    /// <summary>Taken, and put off because another copy of it is at work; uses up no credit meanwhile.</summary>
    PutOff = 4,
}
