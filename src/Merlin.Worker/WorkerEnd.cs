namespace Merlin.Worker;

/// <summary>Why a worker ended.</summary>
public enum WorkerEnd
{
    /// <summary>The broker asked it to leave; what ran has ended by itself.</summary>
    Released = 0,

    /// <summary>Its caller cancelled it; what ran was ended.</summary>
    Cancelled = 1,
}
