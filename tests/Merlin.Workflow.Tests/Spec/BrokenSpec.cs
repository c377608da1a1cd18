namespace Merlin.Workflow.Tests.Spec;

/// <summary>A file that is no spec: a name for it, and its bytes.</summary>
/// <param name="Name">What is wrong, in a few words; unique, usable as a file name.</param>
/// <param name="Bytes">The file's content.</param>
/// <param name="Mentions">A word that the report must hold, or null when any report will do.</param>
public sealed record BrokenSpec(string Name, byte[] Bytes, string? Mentions = null);
