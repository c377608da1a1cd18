using System.Text;
using System.Text.Json;

namespace Merlin.Benchmarks;

/// <summary>Appends what was measured to a file, one JSON object a line.</summary>
/// <param name="file">The file.</param>
/// <param name="machine">The machine, as JSON.</param>
/// <param name="commit">The commit that is measured.</param>
internal sealed class Records(string file, string machine, string commit)
{
    /// <summary>The file.</summary>
    public string File => file;

    /// <summary>Appends one record.</summary>
    /// <param name="workload">What kind of run it was.</param>
    /// <param name="repeat">Which of several like it.</param>
    /// <param name="parameters">Writes the members of what was chosen.</param>
    /// <param name="figures">Writes the members of what came out.</param>
    public void Add(string workload, int repeat, Action<Utf8JsonWriter> parameters, Action<Utf8JsonWriter> figures)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("workload", workload);
            json.WriteStartObject("parameters");
            parameters(json);
            json.WriteEndObject();
            json.WritePropertyName("machine");
            json.WriteRawValue(machine);
            json.WriteString("commit", commit);
            json.WriteNumber("repeat", repeat);
            figures(json);
            json.WriteEndObject();
        }

        System.IO.File.AppendAllText(file, Encoding.UTF8.GetString(stream.ToArray()) + '\n');
    }
}
