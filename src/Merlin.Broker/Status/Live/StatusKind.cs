namespace Merlin.Broker.Status;

/// <summary>What a frame of the status protocol is. An answer has the kind of its question.</summary>
internal enum StatusKind
{
    /// <summary>Where the study stands.</summary>
    Status = 1,

    /// <summary>The tasks of at most one block of an array, from an index on.</summary>
    Tasks = 2,

    /// <summary>The study's plan.</summary>
    Plan = 3,

    /// <summary>Only an answer: the question is not answered, and why.</summary>
    Refused = 127,
}
