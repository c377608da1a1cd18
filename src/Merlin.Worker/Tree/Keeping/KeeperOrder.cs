using Merlin.Worker.Tree.Planning;

namespace Merlin.Worker.Tree.Keeping;

/// <summary>What a keeper wants done.</summary>
/// <param name="Part">The part that it is about.</param>
internal abstract record KeeperOrder(TreePart Part)
{
    /// <summary>Submit an instance for the part.</summary>
    /// <param name="Part">The part.</param>
    /// <param name="Ranks">The ranks that it is to have.</param>
    public sealed record Submit(TreePart Part, IReadOnlyList<int> Ranks) : KeeperOrder(Part);

    /// <summary>Let the part's instance come to an end: one of its nodes is not to be used any more.</summary>
    /// <param name="Part">The part.</param>
    public sealed record Drain(TreePart Part) : KeeperOrder(Part);
}
