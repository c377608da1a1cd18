namespace Merlin.Worker.Tree.Keeping;

/// <summary>How a part of a tree does.</summary>
public enum PartState
{
    /// <summary>It has no instance: its nodes cannot be used, or an earlier instance has just ended.</summary>
    Waiting = 0,

    /// <summary>Its instance is submitted, and waits for its resources.</summary>
    Submitted = 1,

    /// <summary>Its instance runs.</summary>
    Running = 2,

    /// <summary>
    /// Its instances ended again and again as soon as they began, or one said that others would do no better; there will be no
    /// other.
    /// </summary>
    GivenUp = 3,
}
