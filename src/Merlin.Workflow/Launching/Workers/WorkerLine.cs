namespace Merlin.Workflow.Launching.Workers;

/// <summary>How one worker of a spec is started.</summary>
/// <param name="Name">The worker's name.</param>
/// <param name="Queues">The queues on the broker that it serves, each once, in the order of the steps.</param>
/// <param name="Machines">Parts of host names where it may start; empty for everywhere.</param>
/// <param name="Command">The command line for a shell.</param>
public sealed record WorkerLine(
    string Name, IReadOnlyList<string> Queues, IReadOnlyList<string> Machines, string Command) : IServesQueues;
