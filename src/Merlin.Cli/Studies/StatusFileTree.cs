using System.Text.Json;
using System.Text.RegularExpressions;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Studies;

/// <summary>All <c>MERLIN_STATUS.json</c> files of a workspace, read together.</summary>
internal sealed partial class StatusFileTree
{
    private const string FileName = "MERLIN_STATUS.json";
    private readonly Dictionary<string, StatusFileNode> _nodes = [];

    private StatusFileTree()
    {
    }

    /// <summary>The nodes that the files tell of.</summary>
    public IEnumerable<StatusFileNode> Nodes => _nodes.Values;

    /// <summary>Reads all files below a workspace; studies nested in it are left out.</summary>
    /// <param name="workspace">Absolute path of the workspace.</param>
    /// <param name="log">Told of files that cannot be read.</param>
    public static StatusFileTree Read(string workspace, LogLines log)
    {
        var tree = new StatusFileTree();
        var directories = new Stack<string>(StepDirectories(workspace));
        while (directories.TryPop(out string? directory))
        {
            string file = Path.Combine(directory, FileName);
            if (File.Exists(file))
            {
                tree.ReadFile(file, log);
            }

            foreach (string inner in Directory.EnumerateDirectories(directory).Where(static path => !IsNestedStudy(path)))
            {
                directories.Push(inner);
            }
        }

        return tree;
    }

    private static IEnumerable<string> StepDirectories(string workspace) => Directory.EnumerateDirectories(workspace)
        .Where(static path => !IsNestedStudy(path) && Path.GetFileName(path) != "merlin_info");

    private static bool IsNestedStudy(string directory) => TimestampPattern().IsMatch(Path.GetFileName(directory));

    private void ReadFile(string file, LogLines log)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonProperty node in document.RootElement.EnumerateObject())
            {
                ReadNode(node);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException)
        {
            log.Warning($"{file} is not a readable status file and is left out.");
        }
    }

    private void ReadNode(JsonProperty property)
    {
        foreach (JsonProperty entry in property.Value.EnumerateObject())
        {
            if (entry.Value.ValueKind == JsonValueKind.Object && entry.Name != "parameters")
            {
                NodeOf(property.Name, entry.Name).Add(StatusFileTask.Read(entry));
            }
        }

        if (_nodes.TryGetValue(property.Name, out StatusFileNode? node))
        {
            ReadNodeFacts(node, property.Value);
        }
    }

    private static void ReadNodeFacts(StatusFileNode node, JsonElement facts)
    {
        if (facts.TryGetProperty("parameters", out JsonElement parameters))
        {
            node.CommandParameters ??= StatusFileTask.ReadParameters(parameters, "cmd");
            node.RestartParameters ??= StatusFileTask.ReadParameters(parameters, "restart");
        }

        if (facts.TryGetProperty("task_queue", out JsonElement queue))
        {
            node.Queue ??= queue.GetString();
        }

        node.AddWorkers(StatusFileTask.ReadWorkers(facts));
    }

    private StatusFileNode NodeOf(string name, string taskPath)
    {
        if (!_nodes.TryGetValue(name, out StatusFileNode? node))
        {
            int slash = taskPath.IndexOf('/', StringComparison.Ordinal);
            _nodes[name] = node = new StatusFileNode(name, slash < 0 ? taskPath : taskPath[..slash]);
        }

        return node;
    }

    [GeneratedRegex(@"\d{8}-\d{6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimestampPattern();
}
