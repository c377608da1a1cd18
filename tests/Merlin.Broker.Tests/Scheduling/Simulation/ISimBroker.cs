using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>What a simulated worker can be attached to: the root, or an agent.</summary>
internal interface ISimBroker
{
    IReadOnlyList<SimLink> Links { get; }

    /// <summary>Whether work of a consumer of the root's may be in the hands of workers here.</summary>
    bool Holds(ConsumerId root);

    SimLink Open();

    void Closed(SimLink link);

    void Take(PeerId peer, ClientMessage message);

    void EndTurn();
}
