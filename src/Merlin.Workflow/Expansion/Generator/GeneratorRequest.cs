using System.Buffers;
using System.Text.Json;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Expansion.Generator;

/// <summary>
/// What a user's parameter generator, a Python file with <c>get_custom_generator(env, **kwargs)</c>, is run with: a
/// program for Python 3 that stands between it and Merlin, and that program's standard input.
/// </summary>
public static class GeneratorRequest
{
    private const string Resource = "parameter_generator.py";

    /// <summary>
    /// The text of the program. Run as <c>python3 -c TEXT</c> with <see cref="Input"/> on its standard input, it prints
    /// what <see cref="GeneratedParameters.Parse"/> reads; with an exit status other than 0, the last line of its
    /// standard error says what is wrong with the user's file.
    /// </summary>
    public static string Program()
    {
        using Stream stream = typeof(GeneratorRequest).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The program's standard input.</summary>
    /// <param name="file">The user's file.</param>
    /// <param name="env">The spec's variables, which the file finds by <c>env.find(NAME).value</c>.</param>
    /// <param name="arguments">The keyword arguments of <c>get_custom_generator</c>.</param>
    public static byte[] Input(string file, EnvSpec env, IEnumerable<KeyValuePair<string, string>> arguments)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteStartObject("variables");
            foreach ((string name, string json) in Variables(env))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json);
            }

            writer.WriteEndObject();
            writer.WriteStartObject("arguments");
            foreach ((string key, string value) in arguments)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables(EnvSpec env) => env.Variables
        .Concat(env.Labels)
        .Concat(env.Paths.Select(p => KeyValuePair.Create<string, YamlNode>(p.Key, YamlScalar.Quoted(p.Value))))
        .Concat(env.Repositories.Select(r => KeyValuePair.Create<string, YamlNode>(r.Name, YamlScalar.Quoted(r.Directory))))
        .Select(v => KeyValuePair.Create(v.Key, ParameterJson.Of(v.Value)));
}
