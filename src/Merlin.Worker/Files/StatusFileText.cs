using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Merlin.Worker.Files;

/// <summary>What one or more <c>MERLIN_STATUS.json</c> files of a node tell, put together into one text.</summary>
internal sealed class StatusFileText
{
    private const string Parameters = "parameters";
    private const string Queue = "task_queue";
    private const string Workers = "workers";
    private readonly string _node;
    private readonly Dictionary<string, string> _tasks = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _workers = new(StringComparer.Ordinal);
    private string _parameters = "{}";
    private string? _queue;

    /// <summary>Tells of no task yet.</summary>
    /// <param name="node">The node's name.</param>
    public StatusFileText(string node)
    {
        _node = node;
    }

    /// <summary>Whether a task is told of.</summary>
    /// <param name="key">The task's key in the file.</param>
    public bool Has(string key) => _tasks.ContainsKey(key);

    /// <summary>Takes in what a file tells; where it tells of a task that is known already, the file counts.</summary>
    /// <exception cref="JsonException">It is no status file of this node.</exception>
    public void Add(ReadOnlyMemory<byte> content)
    {
        using JsonDocument document = JsonDocument.Parse(content);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty(_node, out JsonElement node)
            || node.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"The file does not tell of '{_node}'.");
        }

        foreach (JsonProperty entry in node.EnumerateObject())
        {
            AddEntry(entry);
        }
    }

    /// <summary>The text: one line, a blank after each colon and comma, as the files of tasks have it.</summary>
    /// <param name="keys">The keys of the tasks, in the order in which they are to stand.</param>
    public byte[] ToBytes(IEnumerable<string> keys)
    {
        var text = new StringBuilder();
        text.Append('{').Append(Quoted(_node)).Append(": {\"parameters\": ").Append(_parameters);
        foreach (string key in keys)
        {
            text.Append(", ").Append(Quoted(key)).Append(": ").Append(_tasks[key]);
        }

        if (_queue is not null)
        {
            text.Append(", \"task_queue\": ").Append(_queue);
        }

        text.Append(", \"workers\": [").AppendJoin(", ", _workers.Select(Quoted)).Append("]}}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void AddEntry(JsonProperty entry)
    {
        switch (entry.Name)
        {
            case Parameters:
                _parameters = entry.Value.GetRawText();
                break;
            case Queue:
                _queue = entry.Value.GetRawText();
                break;
            case Workers:
                _workers.UnionWith(entry.Value.EnumerateArray().Select(static worker => worker.ToString()));
                break;
            default:
                _tasks[entry.Name] = entry.Value.GetRawText();
                break;
        }
    }

    private static string Quoted(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
