namespace Merlin.Broker;

/// <summary>What is known of one attempt at one task when it has ended.</summary>
/// <param name="Index">The task's index in its array.</param>
/// <param name="Outcome">How the attempt ended.</param>
/// <param name="ExitCode">The script's exit status, 128 + the signal's number for a signal, or -1 when nothing ran.</param>
/// <param name="Attempt">Zero-based number of the attempt.</param>
/// <param name="StartMicros">When the attempt's process started, microseconds since 1970-01-01 UTC; 0 when nothing ran.</param>
/// <param name="DurationMicros">How long the attempt's process ran, microseconds.</param>
/// <param name="ElapsedMicros">From the start of the task's first attempt to the end of this one, microseconds.</param>
public readonly record struct TaskRecord(
    long Index,
    TaskOutcome Outcome,
    int ExitCode,
    int Attempt,
    long StartMicros,
    long DurationMicros,
    long ElapsedMicros);
