namespace Merlin.Broker.Status;

/// <summary>What is known of one task that ended or runs.</summary>
/// <param name="Index">The task's index in its array.</param>
/// <param name="Outcome">How it ended, or <see cref="TaskOutcome.None"/> while it runs.</param>
/// <param name="ExitCode">The script's exit status, 128 + the signal's number for a signal, or -1 when nothing ran or it runs still.</param>
/// <param name="Attempt">Zero-based number of the last attempt.</param>
/// <param name="StartMicros">When that attempt started, microseconds since 1970-01-01 UTC; 0 when nothing ran.</param>
/// <param name="DurationMicros">How long that attempt ran, microseconds; for a running task, up to now.</param>
/// <param name="ElapsedMicros">From the start of the first attempt to the end of the last one, microseconds; for a running
/// task, how long its present attempt has run.</param>
/// <param name="Consumer">The name of the consumer that ran it, or null when nothing ran.</param>
public readonly record struct TaskRow(
    long Index,
    TaskOutcome Outcome,
    int ExitCode,
    int Attempt,
    long StartMicros,
    long DurationMicros,
    long ElapsedMicros,
    string? Consumer)
{
    /// <summary>Where it ran or runs, in hostlist form (<c>node[1-3]</c>); null when that is not known.</summary>
    public string? Hosts { get; init; }

    /// <summary>The id in F58 of the Flux job that it was; null when it was none.</summary>
    public string? Job { get; init; }

    /// <summary>The id in F58 of the Flux job that its consumer's instance is; null when that is none.</summary>
    public string? Instance { get; init; }
}
