using System.Globalization;
using System.Text;
using Merlin.Workflow.Yaml;

namespace Merlin.Cli.Configuration;

/// <summary>Writes settings as YAML text. Comments of the text that they were read from are lost.</summary>
internal static class SettingsText
{
    private const int Indentation = 2;

    /// <summary>The text of a mapping.</summary>
    public static string Of(YamlMapping mapping)
    {
        var text = new StringBuilder();
        Append(text, mapping, depth: 0);
        return text.ToString();
    }

    /// <summary>A text in single quotes, which make it a string whatever it looks like.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static void Append(StringBuilder text, YamlMapping mapping, int depth)
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            text.Append(' ', depth * Indentation).Append(Scalar(entry.Key)).Append(':');
            AppendValue(text, entry.Value, depth + 1);
        }
    }

    // Continues the line of a key or of a dash.
    private static void AppendValue(StringBuilder text, YamlNode value, int depth)
    {
        switch (value)
        {
            case YamlScalar scalar:
                string written = Scalar(scalar);
                text.Append(written.Length > 0 ? " " : "").Append(written).Append('\n');
                break;
            case YamlMapping { Entries.Count: 0 }:
                text.Append(" {}\n");
                break;
            case YamlSequence { Items.Count: 0 }:
                text.Append(" []\n");
                break;
            case YamlMapping mapping:
                text.Append('\n');
                Append(text, mapping, depth);
                break;
            case YamlSequence sequence:
                text.Append('\n');
                foreach (YamlNode item in sequence.Items)
                {
                    text.Append(' ', depth * Indentation).Append('-');
                    AppendValue(text, item, depth + 1);
                }

                break;
        }
    }

    private static string Scalar(YamlScalar scalar) => scalar.Text switch
    {
        var text when text.Any(char.IsControl) => DoubleQuoted(text),
        var text when scalar.Style == YamlScalarStyle.Plain => text,
        var text => Quoted(text),
    };

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' or '\\' => $"\\{c}",
                _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
