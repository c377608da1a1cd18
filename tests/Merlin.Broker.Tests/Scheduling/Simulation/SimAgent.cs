using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>placeholder while the agent is being written.</summary>
internal sealed class SimAgent(string name, SimRoot root, SimClock clock) : ISimBroker
{
    public IReadOnlyList<SimLink> Links { get; } = [];
    public SimLink Open() => throw new NotSupportedException(name + root + clock);
    public void Closed(SimLink link) { }
    public void Take(PeerId peer, ClientMessage message) { }
    public void EndTurn() { }
    public void Beat() { }
    public void AttachIfNeeded() { }
    public void Trouble(Random random) { }
}
