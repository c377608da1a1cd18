using System.Globalization;
using System.Text.Json;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Expansion.Generator;

/// <summary>Reads the parameters that a generator made; they replace the spec's own.</summary>
public static class GeneratedParameters
{
    /// <summary>Reads what the program of <see cref="GeneratorRequest"/> printed.</summary>
    /// <param name="json">The program's standard output.</param>
    /// <param name="file">The user's file, for errors.</param>
    /// <exception cref="SpecException">These are no parameters, or they do not fit each other.</exception>
    public static IReadOnlyList<ParameterSpec> Parse(ReadOnlyMemory<byte> json, string file)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            throw Problem(file, "", "made no parameters; does it end the program by itself?");
        }

        using (document)
        {
            List<ParameterSpec> parameters = [.. document.RootElement.EnumerateArray().Select(e => Parameter(e, file))];
            foreach (ParameterSpec parameter in parameters.Where(p => p.Values.Count != parameters[0].Values.Count))
            {
                throw Problem(
                    file,
                    parameter.Key,
                    $"has {parameter.Values.Count} values, but '{parameters[0].Key}' has {parameters[0].Values.Count}; all "
                    + "parameters must have the same number.");
            }

            return parameters;
        }
    }

    private static ParameterSpec Parameter(JsonElement element, string file)
    {
        string key = element.GetProperty("key").GetString() ?? "";
        JsonElement label = element.GetProperty("label");
        if (label.ValueKind != JsonValueKind.String || label.GetString() is not { Length: > 0 } text)
        {
            throw Problem(file, key, "needs a label that is one text; '%%' in it stands for the value.");
        }

        return new ParameterSpec(
            key,
            element.GetProperty("name").GetString() ?? key,
            text,
            [.. element.GetProperty("values").EnumerateArray().Select(Node)]);
    }

    private static YamlNode Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => new YamlSequence([.. value.EnumerateArray().Select(Node)]),
        JsonValueKind.True => YamlScalar.Of(true),
        JsonValueKind.False => YamlScalar.Of(false),
        JsonValueKind.Null => YamlScalar.Plain("null"),
        JsonValueKind.Number => YamlScalar.Plain(Number(value.GetRawText())),
        _ => YamlScalar.Quoted(value.GetString() ?? ""),
    };

    /// <summary>YAML takes a number with an exponent for one only if it has a dot too.</summary>
    private static string Number(string json)
    {
        int exponent = json.IndexOf('e', StringComparison.OrdinalIgnoreCase);
        return exponent < 0 || json.Contains('.', StringComparison.Ordinal)
            ? json
            : string.Create(CultureInfo.InvariantCulture, $"{json[..exponent]}.0{json[exponent..]}");
    }

    private static SpecException Problem(string file, string key, string message) =>
        new(new SpecProblem(file, 0, 0, key.Length == 0 ? "" : $"parameter '{key}'", message));
}
