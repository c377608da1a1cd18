using Merlin.Broker;

namespace Merlin.Worker.Instances;

/// <summary>Hears what becomes of the worker's instance.</summary>
internal interface IInstanceListener
{
    /// <summary>Nodes have gone or come back.</summary>
    /// <param name="resources">What there is now, as the broker of the leases counts it; null when no node is left.</param>
    void NodesChanged(InstanceResources? resources);

    /// <summary>The instance is gone.</summary>
    /// <param name="reason">Why, in words for a log.</param>
    void InstanceLost(string reason);

    /// <summary>The thread that speaks with Flux has failed.</summary>
    void DeskFailed(Exception error);
}
