using Merlin.Broker;
using Merlin.Worker.Instances;

namespace Merlin.Worker.Placement;

/// <summary>The nodes of the worker's instance and what the worker's tasks hold of them.</summary>
/// <remarks>Pure and not thread safe, like all of placement: it belongs to whoever holds the lock.</remarks>
internal sealed class CoreBook
{
    private readonly NodeBook[] _nodes;

    /// <summary>Opens a book in which nothing is held.</summary>
    public CoreBook(WorkerInstance instance)
    {
        _nodes = [.. instance.Nodes.Select(static node => new NodeBook(node))];
        Own = Array.FindIndex(_nodes, node => node.Node.Rank == instance.OwnRank);
        Resources = Count();
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<NodeBook> Nodes => _nodes;

    /// <summary>The place of the node that the worker runs on.</summary>
    public int Own { get; }

    /// <summary>What the instance has as the broker of the leases counts it; null while no node may be used.</summary>
    public InstanceResources? Resources { get; private set; }

    /// <summary>Says which nodes may be used; Flux marks nodes down that are lost, and others drain them.</summary>
    /// <param name="isUp">Whether that of a rank may.</param>
    public void UseNodes(Func<int, bool> isUp)
    {
        foreach (NodeBook node in _nodes)
        {
            node.IsUp = isUp(node.Node.Rank);
        }

        Resources = Count();
    }

    /// <summary>Gives a packed task its cores, if there is a node with room: its own first, where it may choose.</summary>
    public bool TryHold(in TaskDemand demand, out Seat? seat)
    {
        int node = Find(demand);
        seat = node < 0 ? null : new Seat(
            demand, node, _nodes[node].Cores.Take(demand.Cores), _nodes[node].Gpus.Take(demand.Gpus))
        {
            IsSpawned = IsSpawned(demand, node),
        };
        return seat is not null;
    }

    /// <summary>The place of the node that a packed task would begin on now; -1 for none.</summary>
    public int Find(in TaskDemand demand)
    {
        if (_nodes[Own].HasRoom(demand))
        {
            return Own;
        }

        if (demand.Way != LaunchWay.Near)
        {
            for (int node = 0; node < _nodes.Length; node++)
            {
                if (_nodes[node].HasRoom(demand))
                {
                    return node;
                }
            }
        }

        return -1;
    }

    /// <summary>Whether the spawner starts a task that begins on a node; otherwise that node's broker does.</summary>
    public bool IsSpawned(in TaskDemand demand, int node) => node == Own && demand.Way != LaunchWay.Far;

    /// <summary>Whether a packed task would fit if nothing ran.</summary>
    public bool CouldHold(in TaskDemand demand)
    {
        if (demand.Way == LaunchWay.Near)
        {
            return _nodes[Own].CouldHold(demand);
        }

        foreach (NodeBook node in _nodes)
        {
            if (node.CouldHold(demand))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A packed task has ended.</summary>
    public void Release(Seat seat)
    {
        _nodes[seat.Node].Cores.Give(seat.Cores);
        _nodes[seat.Node].Gpus.Give(seat.Gpus);
    }

    private InstanceResources? Count()
    {
        NodeBook[] up = Array.FindAll(_nodes, static node => node.IsUp);
        return up.Length == 0
            ? null
            : new InstanceResources(1, up.Length, up.Min(static node => node.Cores.Count), up.Min(static node => node.Gpus.Count));
    }
}
