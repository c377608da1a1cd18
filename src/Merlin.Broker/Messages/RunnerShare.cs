namespace Merlin.Broker.Messages;

/// <summary>What one worker has run of the tasks of an agent's report.</summary>
/// <param name="Runner">The worker.</param>
/// <param name="Tasks">How many of the report's tasks, after those of the workers before it; at least 1.</param>
public readonly record struct RunnerShare(TaskRunner Runner, int Tasks);
