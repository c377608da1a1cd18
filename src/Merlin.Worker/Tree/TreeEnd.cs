namespace Merlin.Worker.Tree;

/// <summary>How a tree of instances came to its end.</summary>
public enum TreeEnd
{
    /// <summary>It was wound down, and all instances have ended.</summary>
    WoundDown = 0,

    /// <summary>The instance around it is gone, and its own with it.</summary>
    Lost = 1,
}
