using Merlin.Broker;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Worker.Tree.Keeping;

/// <summary>One part of a tree and how it does.</summary>
/// <param name="part">The part.</param>
internal sealed class KeptPart(TreePart part)
{
    /// <summary>The part.</summary>
    public TreePart Part { get; } = part;

    /// <summary>How it does.</summary>
    public PartState State { get; set; }

    /// <summary>The ranks that its instance has been submitted to; none while there is no instance.</summary>
    public IReadOnlyList<int> Ranks { get; set; } = [];

    /// <summary>When its instance has started to run, or null.</summary>
    public Instant? Started { get; set; }

    /// <summary>Before when it is not submitted again, or null.</summary>
    public Instant? NotBefore { get; set; }

    /// <summary>How many of its instances in a row have ended soon after they began.</summary>
    public int SoonEnded { get; set; }

    /// <summary>Whether its instance was told to come to an end because of its nodes.</summary>
    public bool IsDraining { get; set; }

    /// <summary>Whether an instance of it is submitted or runs.</summary>
    public bool IsAlive => State is PartState.Submitted or PartState.Running;
}
