namespace Merlin.Posix;

/// <summary>The signals that are sent to tasks, with their numbers on Linux.</summary>
public enum SignalNumber
{
    /// <summary>None: only checks that the receiver exists.</summary>
    None = 0,

    /// <summary>The terminal has gone; a process that has none takes it as a request to read its settings again.</summary>
    Hangup = 1,

    /// <summary>Ends a process that does not object.</summary>
    Terminate = 15,

    /// <summary>Ends a process.</summary>
    Kill = 9,
}
