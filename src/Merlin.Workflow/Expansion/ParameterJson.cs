using System.Buffers;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Expansion;

/// <summary>Writes a parameter's value as JSON, as status files show it: values keep their YAML types.</summary>
internal static class ParameterJson
{
    /// <summary>The JSON text of a value.</summary>
    public static string Of(YamlNode value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(value, writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(YamlNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case YamlScalar scalar:
                WriteScalar(scalar, writer);
                break;
            case YamlSequence sequence:
                writer.WriteStartArray();
                foreach (YamlNode item in sequence.Items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(PythonText.Of(node));
                break;
        }
    }

    private static void WriteScalar(YamlScalar scalar, Utf8JsonWriter writer)
    {
        switch (scalar.Value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case long or BigInteger:
                writer.WriteRawValue(scalar.ValueText);
                break;
            case double number when double.IsFinite(number):
                writer.WriteRawValue(PythonText.Of(number));
                break;
            default:
                writer.WriteStringValue(scalar.ValueText);
                break;
        }
    }
}
