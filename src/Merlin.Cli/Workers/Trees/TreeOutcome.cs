namespace Merlin.Cli.Workers.Trees;

/// <summary>How an agent and its instances came to their end.</summary>
internal enum TreeOutcome
{
    /// <summary>They were asked to leave, and have.</summary>
    Left = 0,

    /// <summary>They were cancelled; what ran was ended.</summary>
    Cancelled = 1,

    /// <summary>The instances of some workers ended again and again as soon as they began.</summary>
    Hopeless = 2,

    /// <summary>The host above does not take the agent.</summary>
    Refused = 3,

    /// <summary>The Flux instance around them is gone.</summary>
    InstanceLost = 4,

    /// <summary>A defect ended the agent.</summary>
    Failed = 5,
}
