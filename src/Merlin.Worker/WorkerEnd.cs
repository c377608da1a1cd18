namespace Merlin.Worker;

/// <summary>Why a worker ended; of several reasons the gravest counts.</summary>
public enum WorkerEnd
{
    /// <summary>The broker asked it to leave; what ran has ended by itself.</summary>
    Released = 0,

    /// <summary>Its time was over, or it was asked to come to an end; what did not end in time runs again elsewhere.</summary>
    Drained = 1,

    /// <summary>Its caller cancelled it; what ran was ended.</summary>
    Cancelled = 2,

    /// <summary>The broker does not take it, see <see cref="TaskWorker.Refusal"/>; what ran has ended by itself, unreported.</summary>
    Refused = 3,

    /// <summary>The Flux instance that it had for itself is lost; its tasks were given back.</summary>
    InstanceLost = 4,
}
