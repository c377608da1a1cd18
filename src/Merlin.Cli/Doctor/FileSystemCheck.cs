using Merlin.Posix.Locking;

namespace Merlin.Cli.Doctor;

/// <summary>On what kind of file system workspaces would lie.</summary>
internal static class FileSystemCheck
{
    private const string OutputVariable = "OUTPUT_PATH";

    /// <summary>The directories that are looked at, by the names of their findings.</summary>
    public static IEnumerable<(string Name, string Directory)> Directories()
    {
        yield return ("file system here", Environment.CurrentDirectory);
        if (Environment.GetEnvironmentVariable(OutputVariable) is { Length: > 0 } output && Directory.Exists(output))
        {
            yield return ($"file system of {OutputVariable}", output);
        }
    }

    /// <summary>Makes the check of one directory.</summary>
    public static Finding Make(string name, string directory) => NetworkFileSystem.NameOf(directory) is { } kind
        ? new Finding(
            name,
            FindingState.Doubtful,
            $"{directory} is on {kind}: right for workspaces, slow and risky for databases",
            "keep a broker's directory ('merlin server init') and 'merlin run --local' on a local disk")
        : new Finding(
            name, FindingState.Good, $"{directory} is on this machine's own: workers elsewhere may not see it");
}
