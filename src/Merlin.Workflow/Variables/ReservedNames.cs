using System.Collections.Frozen;

namespace Merlin.Workflow.Variables;

/// <summary>Names of tokens that the system itself replaces, and that no user variable may have.</summary>
internal static class ReservedNames
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "SPECROOT", "WORKSPACE", "LAUNCHER",
        "MERLIN_GLOB_PATH", "MERLIN_PATHS_ALL", "MERLIN_PATHS_FILE", "MERLIN_SAMPLE_ID", "MERLIN_SAMPLE_PATH",
        "MERLIN_WORKSPACE", "MERLIN_TIMESTAMP", "MERLIN_INFO",
        "MERLIN_SUCCESS", "MERLIN_RESTART", "MERLIN_SOFT_FAIL", "MERLIN_HARD_FAIL", "MERLIN_RETRY",
        "MERLIN_STOP_WORKERS", "MERLIN_RAISE_ERROR",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a name, in exactly these letters, is reserved.</summary>
    public static bool Contains(string name) => Names.Contains(name);
}
