namespace Merlin.Workflow.Launching.Workers;

/// <summary>A spec's workers cannot be started here. The message says why, and what to change, for the user.</summary>
/// <param name="message">The message.</param>
public sealed class WorkerLaunchException(string message) : Exception(message);
