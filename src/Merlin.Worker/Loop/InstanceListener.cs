using Merlin.Broker;
using Merlin.Worker.Instances;

namespace Merlin.Worker.Loop;

/// <summary>Hands what becomes of the worker's instance to the worker's loop.</summary>
internal sealed class InstanceListener(Mailbox mailbox) : IInstanceListener
{
    public void NodesChanged(InstanceResources? resources) => mailbox.Post(LoopEventKind.NodesChanged, resources);

    public void InstanceLost(string reason) => mailbox.Post(LoopEventKind.InstanceLost, reason);

    public void DeskFailed(Exception error) => mailbox.Post(LoopEventKind.Failed, error);
}
