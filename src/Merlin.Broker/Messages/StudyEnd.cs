namespace Merlin.Broker.Messages;

/// <summary>How a study ended.</summary>
public enum StudyEnd
{
    /// <summary>It has not.</summary>
    None = 0,

    /// <summary>Every task that could run has run.</summary>
    Completed = 1,

    /// <summary>A task's hard failure stopped it.</summary>
    HardFailed = 2,

    /// <summary>A person cancelled it.</summary>
    Cancelled = 3,
}
