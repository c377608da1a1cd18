using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Merlin.Flux;

/// <summary>JSON as UTF-8 bytes, the way requests and answers travel here.</summary>
internal static class JsonText
{
    // The texts go to Flux, never into a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one value.</summary>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Writes an object.</summary>
    public static ReadOnlyMemory<byte> WriteObject(Action<Utf8JsonWriter> writeMembers) => Write(writer =>
    {
        writer.WriteStartObject();
        writeMembers(writer);
        writer.WriteEndObject();
    });

    /// <summary>Reads one value.</summary>
    /// <param name="function">What gave it, for the message.</param>
    /// <param name="json">The text.</param>
    /// <exception cref="FluxException">It is no JSON.</exception>
    public static JsonElement Read(string function, ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonElement.Parse(json.Span);
        }
        catch (JsonException)
        {
            throw Malformed(function);
        }
    }

    /// <summary>A member that must be there.</summary>
    /// <exception cref="FluxException">It is not.</exception>
    public static JsonElement Member(string function, JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member)
            ? member
            : throw new FluxException(function, FluxErrno.Protocol, $"the answer has no '{name}'");

    /// <summary>A member that may be missing or null.</summary>
    public static JsonElement? Optional(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member)
        && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>Reads facts out of an answer; members of another kind than expected make it a malformed one.</summary>
    /// <exception cref="FluxException">The answer is malformed.</exception>
    public static T Understand<T>(string function, JsonElement answer, Func<JsonElement, T> read)
    {
        try
        {
            return read(answer);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or ArgumentException)
        {
            throw Malformed(function);
        }
    }

    /// <summary>What is said of an answer that cannot be read.</summary>
    public static FluxException Malformed(string function) =>
        new(function, FluxErrno.Protocol, "the answer is not what this version of the binding knows");
}
