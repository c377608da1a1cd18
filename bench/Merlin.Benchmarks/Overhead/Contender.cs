namespace Merlin.Benchmarks.Overhead;

/// <summary>A system that was measured.</summary>
/// <param name="Name">A short name, the same in all runs.</param>
/// <param name="Title">What it is.</param>
/// <param name="Version">Its version; empty for what has none of its own.</param>
/// <param name="Place">On which kind of file system: <see cref="Memory"/> or <see cref="Disk"/>.</param>
/// <param name="Tasks">How many tasks it ran in a round.</param>
/// <param name="Times">How long that took.</param>
internal sealed record Contender(
    string Name, string Title, string Version, string Place, int Tasks, IReadOnlyList<Timing> Times)
{
    /// <summary>A file system in memory.</summary>
    public const string Memory = "memory";

    /// <summary>A file system on disk.</summary>
    public const string Disk = "disk";

    /// <summary>Whether it is Merlin.</summary>
    public bool IsMerlin => Name.StartsWith("merlin", StringComparison.Ordinal);

    /// <summary>Whether it is a loop that only starts processes.</summary>
    public bool IsFloor => Name.StartsWith("spawn", StringComparison.Ordinal);
}
