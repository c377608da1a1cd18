namespace Merlin.Workflow.Launching;

/// <summary>A step's launcher cannot be written, so that the step has no script.</summary>
/// <param name="message">Why, and what to change, for the user.</param>
internal sealed class LauncherException(string message) : Exception(message);
