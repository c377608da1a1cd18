namespace Merlin.Broker.Hosting;

/// <summary>How an agent came to its end.</summary>
public enum AgentEndKind
{
    /// <summary>It was asked to leave, its consumers have left, everything is reported, and it has said goodbye.</summary>
    Left = 0,

    /// <summary>The host above does not take it, and never will.</summary>
    Refused = 1,

    /// <summary>It was disposed of before it had left: what its consumers hold goes to others.</summary>
    Stopped = 2,

    /// <summary>A defect of the program ended it.</summary>
    Failed = 3,
}
