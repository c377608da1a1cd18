namespace Merlin.Worker.Packing;

/// <summary>What was restored from packs.</summary>
/// <param name="Tasks">How many tasks.</param>
/// <param name="LeftOut">How many of their files the packs only name.</param>
/// <param name="ScriptProblem">Why scripts were not written, in words; null when they were.</param>
public sealed record RestoredTasks(long Tasks, long LeftOut, string? ScriptProblem);
