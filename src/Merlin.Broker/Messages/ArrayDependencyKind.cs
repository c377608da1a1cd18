namespace Merlin.Broker.Messages;

/// <summary>What a dependency waits for.</summary>
public enum ArrayDependencyKind
{
    /// <summary>Every task of the earlier array has ended.</summary>
    All = 0,

    /// <summary>Task i waits for task i of the earlier array, which has the same count.</summary>
    Elementwise = 1,
}
