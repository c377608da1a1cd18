namespace Merlin.Broker.Messages;

/// <summary>What is remembered of a task that was tried before.</summary>
/// <param name="Index">The task's index in its array.</param>
/// <param name="Attempt">Zero-based number of the attempt to come.</param>
/// <param name="Kind">Why there is another attempt: <see cref="TaskOutcome.Retry"/>, <see cref="TaskOutcome.Restart"/>
/// or <see cref="TaskOutcome.StartFailed"/>.</param>
/// <param name="FirstStartMicros">When the first attempt started, microseconds since 1970-01-01 UTC.</param>
/// <param name="StartFailures">How many attempts failed to start; not counted against the step's <c>max_retries</c>.</param>
public readonly record struct AttemptState(
    long Index, int Attempt, TaskOutcome Kind, long FirstStartMicros, int StartFailures);
