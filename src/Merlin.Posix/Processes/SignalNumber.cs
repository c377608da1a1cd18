namespace Merlin.Posix;

/// <summary>The signals that are sent to tasks, with their numbers on Linux.</summary>
public enum SignalNumber
{
    /// <summary>None: only checks that the receiver exists.</summary>
    None = 0,

    /// <summary>The terminal has gone; a process that has none takes it as a request to read its settings again.</summary>
    Hangup = 1,

    /// <summary>Ctrl-C.</summary>
    Interrupt = 2,

    /// <summary>Ctrl-\\, which asks for a core file too.</summary>
    Quit = 3,

    /// <summary>Ends a process.</summary>
    Kill = 9,

    /// <summary>The first of two for a program's own use.</summary>
    User1 = 10,

    /// <summary>The second of two for a program's own use.</summary>
    User2 = 12,

    /// <summary>A timer has run out.</summary>
    Alarm = 14,

    /// <summary>Ends a process that does not object.</summary>
    Terminate = 15,

    /// <summary>Lets a stopped process go on.</summary>
    Continue = 18,
}
