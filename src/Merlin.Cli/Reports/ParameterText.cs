using System.Text.Json;

namespace Merlin.Cli.Reports;

/// <summary>A node's parameters as text.</summary>
internal static class ParameterText
{
    private const string None = "-------";

    /// <summary>All of them on one line: <c>K:V;K2:V2</c>, or dashes for none.</summary>
    public static string Of(IReadOnlyList<KeyValuePair<string, string>>? parameters) =>
        parameters is null or { Count: 0 }
            ? None
            : string.Join(';', parameters.Select(static parameter => $"{parameter.Key}:{Value(parameter.Value)}"));

    /// <summary>A value as it would stand in a script.</summary>
    /// <param name="json">The value as a JSON text.</param>
    public static string Value(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.String => document.RootElement.GetString()!,
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.Null => "None",
            _ => json,
        };
    }
}
