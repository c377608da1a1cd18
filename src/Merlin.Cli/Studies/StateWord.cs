namespace Merlin.Cli.Studies;

/// <summary>The states that users see, in the order in which they are listed.</summary>
internal enum StateWord
{
    /// <summary>Ended well.</summary>
    Finished,

    /// <summary>Taken back, or ended by a request to stop the workers.</summary>
    Cancelled,

    /// <summary>Ended badly.</summary>
    Failed,

    /// <summary>Raised an error.</summary>
    Unknown,

    /// <summary>In a worker's hands, not started.</summary>
    Initialized,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>Its script was written and nothing run.</summary>
    DryRun,

    /// <summary>Will never run, because a predecessor raised or never ran.</summary>
    NotRun,
}
