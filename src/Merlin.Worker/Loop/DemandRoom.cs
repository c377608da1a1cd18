using Merlin.Broker;
using Merlin.Worker.Instances;
using Merlin.Worker.Placement;

namespace Merlin.Worker.Loop;

/// <summary>
/// How many tasks of each demand are in the threads' hands, so that many of one that does not fit now leave those of another
/// in front of it. Belongs to the loop.
/// </summary>
/// <param name="instance">The worker's instance.</param>
internal sealed class DemandRoom(WorkerInstance instance)
{
    // As many again as run at once, and some for those that are over in no time.
    private const int Rounds = 2;
    private const int Margin = 32;
    private readonly InstanceResources _resources = instance.Resources[0];
    private readonly Dictionary<TaskDemand, int> _inHand = [];

    /// <summary>Whether another task should be taken up.</summary>
    public bool HasRoom(in TaskDemand demand) => _inHand.GetValueOrDefault(demand) < MostOf(demand.Shape);

    /// <summary>A task was taken up.</summary>
    public void Taken(in TaskDemand demand) => _inHand[demand] = _inHand.GetValueOrDefault(demand) + 1;

    /// <summary>A task is in no thread's hands any more.</summary>
    public void Gone(in TaskDemand demand) => _inHand[demand]--;

    private long MostOf(ResourceShape shape) => (Rounds * _resources.SlotsFor(shape)) + Margin;
}
