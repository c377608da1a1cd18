using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>What a simulated worker can be attached to: the root, or an agent.</summary>
internal interface ISimBroker
{
    IReadOnlyList<SimLink> Links { get; }

    SimLink Open();

    void Closed(SimLink link);

    void Take(PeerId peer, ClientMessage message);

    void EndTurn();
}
