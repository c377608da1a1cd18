namespace Merlin.Benchmarks.Overhead;

/// <summary>A system that was not measured.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Reason">Why not.</param>
internal sealed record Absence(string Name, string Reason);
