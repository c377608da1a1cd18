namespace Merlin.Workflow.Launching.Workers;

/// <summary>A worker of a spec, whatever way it is started.</summary>
public interface IServesQueues
{
    /// <summary>The worker's name.</summary>
    string Name { get; }

    /// <summary>The queues on the broker that it serves, each once, in the order of the steps.</summary>
    IReadOnlyList<string> Queues { get; }

    /// <summary>Parts of host names where it may start; empty for everywhere.</summary>
    IReadOnlyList<string> Machines { get; }
}
