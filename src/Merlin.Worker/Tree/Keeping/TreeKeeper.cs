using Merlin.Broker;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Worker.Tree.Keeping;

/// <summary>
/// Decides which instances of a tree are to be submitted, and where: one for every part, on nodes that can be used, again
/// when one has ended.
/// </summary>
/// <remarks>
/// Pure: what happens goes in with the time, what is to be done comes out. An instance is submitted only to nodes that can be
/// used now, since one that waits for a node would hold up all that is submitted after it.
/// </remarks>
internal sealed class TreeKeeper
{
    private readonly KeeperLimits _limits;
    private readonly Dictionary<string, KeptPart> _parts;
    private HashSet<int> _usable;

    /// <summary>A keeper that has not submitted anything.</summary>
    /// <param name="plan">The tree.</param>
    /// <param name="limits">How patient it is.</param>
    public TreeKeeper(TreePlan plan, KeeperLimits limits)
    {
        _limits = limits;
        _parts = plan.Parts().ToDictionary(static part => part.Name, static part => new KeptPart(part), StringComparer.Ordinal);
        _usable = [.. plan.Nodes.Where(static node => node.IsUp).Select(static node => node.Rank)];
    }

    /// <summary>Whether <see cref="WindDown"/> was called.</summary>
    public bool IsWindingDown { get; private set; }

    /// <summary>Whether no instance is submitted or runs.</summary>
    public bool IsEmpty => _parts.Values.All(static part => !part.IsAlive);

    /// <summary>Whether the instances of some group have all been given up, so that nobody serves its queues any more.</summary>
    public bool IsHopeless => _parts.Values
        .GroupBy(static part => (part.Part.Region, part.Part.Group))
        .Any(static group => group.All(static part => part.State == PartState.GivenUp));

    /// <summary>How many parts are in a state.</summary>
    public int Count(PartState state) => _parts.Values.Count(part => part.State == state);

    /// <summary>How a part does.</summary>
    public PartState StateOf(string part) => _parts[part].State;

    /// <summary>States which nodes can be used from now on.</summary>
    public void UseNodes(IEnumerable<int> ranks) => _usable = [.. ranks];

    /// <summary>No instance is submitted any more.</summary>
    public void WindDown() => IsWindingDown = true;

    /// <summary>An instance runs.</summary>
    public void Started(string part, Instant now)
    {
        KeptPart kept = _parts[part];
        kept.State = PartState.Running;
        kept.Started = now;
    }

    /// <summary>An instance has ended, or could not be submitted.</summary>
    /// <param name="part">Its part.</param>
    /// <param name="now">The present.</param>
    /// <param name="isHopeless">Whether another one would do no better by its own word.</param>
    public void Ended(string part, Instant now, bool isHopeless = false)
    {
        KeptPart kept = _parts[part];
        bool soon = !kept.IsDraining && !(kept.Started + _limits.SoonAfterStart <= now);
        kept.State = PartState.Waiting;
        kept.Ranks = [];
        kept.Started = null;
        kept.IsDraining = false;
        kept.SoonEnded = soon ? kept.SoonEnded + 1 : 0;
        kept.NotBefore = soon ? now + PauseAfter(kept.SoonEnded) : null;
        if (isHopeless || kept.SoonEnded >= _limits.MostSoonEnds)
        {
            kept.State = PartState.GivenUp;
        }
    }

    /// <summary>When <see cref="Turn"/> has something to do even if nothing happens, or null; valid after it.</summary>
    public Instant? NextDeadline(Instant now) => IsWindingDown
        ? null
        : _parts.Values
            .Where(part => part.State == PartState.Waiting && part.NotBefore > now)
            .Min(static part => part.NotBefore);

    /// <summary>What is to be done now. Each submission is taken to be carried out.</summary>
    public IReadOnlyList<KeeperOrder> Turn(Instant now)
    {
        var orders = new List<KeeperOrder>();
        foreach (KeptPart part in _parts.Values.Where(part => part is { IsAlive: true, IsDraining: false } && !part.Ranks.All(_usable.Contains)))
        {
            part.IsDraining = true;
            orders.Add(new KeeperOrder.Drain(part.Part));
        }

        if (!IsWindingDown)
        {
            Submit(orders, now);
        }

        return orders;
    }

    private void Submit(List<KeeperOrder> orders, Instant now)
    {
        Dictionary<(TreeRegion, InstanceGroup?), Dictionary<int, int>> taken = Taken();
        foreach (KeptPart part in _parts.Values.Where(part => part.State == PartState.Waiting && !(part.NotBefore > now)))
        {
            Dictionary<int, int> ofGroup = taken[(part.Part.Region, part.Part.Group)];
            int[] ranks = [.. part.Part.Region.Nodes
                .Select(static node => node.Rank)
                .Where(rank => _usable.Contains(rank) && ofGroup.GetValueOrDefault(rank) < part.Part.PerNode)
                .Take(part.Part.Nodes)];
            if (ranks.Length == part.Part.Nodes)
            {
                Array.ForEach(ranks, rank => ofGroup[rank] = ofGroup.GetValueOrDefault(rank) + 1);
                part.State = PartState.Submitted;
                part.Ranks = ranks;
                orders.Add(new KeeperOrder.Submit(part.Part, ranks));
            }
        }
    }

    // How many instances of a group each rank has.
    private Dictionary<(TreeRegion, InstanceGroup?), Dictionary<int, int>> Taken() => _parts.Values
        .GroupBy(static part => (part.Part.Region, part.Part.Group))
        .ToDictionary(
            static group => group.Key,
            static group => group.SelectMany(static part => part.Ranks).CountBy(static rank => rank).ToDictionary());

    private TimeSpan PauseAfter(int ends)
    {
        double factor = Math.Pow(2, Math.Min(ends - 1, 30));
        return _limits.FirstPause * factor < _limits.LongestPause ? _limits.FirstPause * factor : _limits.LongestPause;
    }
}
