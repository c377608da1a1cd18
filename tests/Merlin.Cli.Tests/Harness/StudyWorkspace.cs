using System.Text.Json;

namespace Merlin.Cli.Tests.Harness;

/// <summary>A study's workspace, as the tests look at it.</summary>
public sealed class StudyWorkspace(string path)
{
    private const string StatusFile = "MERLIN_STATUS.json";

    public string Path { get; } = path;

    public string Info => In("merlin_info");

    /// <summary>What <c>$(MERLIN_TIMESTAMP)</c> gives.</summary>
    public string Timestamp => Path[^15..];

    public string In(string relativePath) => System.IO.Path.Combine(Path, relativePath);

    public string Text(string relativePath) => File.ReadAllText(In(relativePath));

    public bool Has(string relativePath) => File.Exists(In(relativePath)) || Directory.Exists(In(relativePath));

    public bool Finished(string taskDirectory) => File.Exists(In(System.IO.Path.Combine(taskDirectory, "MERLIN_FINISHED")));

    /// <summary>The sorted names in a directory, blank-separated. The status file is left out: small studies have it everywhere.</summary>
    public string List(string relativePath)
    {
        IEnumerable<string> names = Directory.EnumerateFileSystemEntries(In(relativePath))
            .Select(entry => System.IO.Path.GetFileName(entry))
            .Where(name => name != StatusFile)
            .Order(StringComparer.Ordinal);
        return string.Join(' ', names);
    }

    /// <summary>Sorted paths, relative to the workspace, of the files of one name or pattern.</summary>
    public IReadOnlyList<string> Files(string pattern, string below = ".") =>
        [.. Directory.EnumerateFiles(In(below), pattern, SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file))
            .Order(StringComparer.Ordinal)];

    /// <summary>Sorted directories, relative to the workspace, of the tasks that have succeeded.</summary>
    public IReadOnlyList<string> FinishedTasks() =>
        [.. Files("MERLIN_FINISHED").Select(file => System.IO.Path.GetDirectoryName(file)!)];

    /// <summary>The one task's entry of the status file in its directory.</summary>
    public JsonElement Status(string taskDirectory)
    {
        using JsonDocument document = JsonDocument.Parse(Text(System.IO.Path.Combine(taskDirectory, StatusFile)));
        JsonProperty node = document.RootElement.EnumerateObject().Single();
        return node.Value.EnumerateObject()
            .Single(entry => entry.Name.TrimEnd('/') == taskDirectory.TrimEnd('/'))
            .Value.Clone();
    }

    /// <summary>A task's status and return code, as <c>STATUS/RETURN_CODE</c>.</summary>
    public string Outcome(string taskDirectory)
    {
        JsonElement status = Status(taskDirectory);
        return $"{status.GetProperty("status").GetString()}/{status.GetProperty("return_code").GetString()}";
    }
}
