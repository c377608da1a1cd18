namespace Merlin.Flux;

/// <summary>The result of a waitable job.</summary>
/// <param name="Id">The job.</param>
/// <param name="Succeeded">Whether it ran and all its tasks ended with 0.</param>
/// <param name="Text">What went wrong, in Flux's words; empty when nothing did.</param>
public sealed record WaitedJob(JobId Id, bool Succeeded, string Text);
