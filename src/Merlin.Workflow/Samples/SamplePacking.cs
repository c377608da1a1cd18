namespace Merlin.Workflow.Samples;

/// <summary>
/// The packed layout of sampled steps (<c>merlin.samples.layout: packed</c>): what is kept of what a task leaves behind.
/// </summary>
/// <param name="Keep">
/// Patterns for the files of a task, relative to its directory: <c>*</c> and <c>?</c> match within a name, <c>**</c> across
/// directories; a pattern without a slash matches names in any directory. A task's script and output are no matter of these.
/// </param>
/// <param name="KeepLimit">How many bytes are kept of one attempt at a task, its output included.</param>
public sealed record SamplePacking(IReadOnlyList<string> Keep, long KeepLimit)
{
    /// <summary>The limit of a spec that names none: 64 MiB.</summary>
    public const long DefaultKeepLimit = 64L << 20;

    /// <summary>The largest limit: a record is put together in memory.</summary>
    public const long MostKeepLimit = 1L << 30;

    /// <summary>The patterns of a spec that names none: all files.</summary>
    public static IReadOnlyList<string> KeepAll { get; } = ["**"];
}
