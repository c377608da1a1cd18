using System.Buffers;
using System.Globalization;
using System.Text;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Provenance;

/// <summary>Writes scalars and inline lists so that they read back as what they are.</summary>
internal static class YamlScalarText
{
    private static readonly SearchValues<char> FlowSigns = SearchValues.Create(",[]{}:");
    private static readonly SearchValues<char> Openers = SearchValues.Create("-?:,[]{}#&*!|>'\"%@`=<~. ");

    /// <summary>A scalar after a key or dash: nothing at all for null.</summary>
    public static string Block(YamlScalar scalar) => scalar.IsNull ? "" : Scalar(scalar, isFlow: false);

    /// <summary>A key.</summary>
    public static string Key(YamlScalar key) =>
        key.Style == YamlScalarStyle.Plain && IsPlain(key.Text, isFlow: true) ? key.Text : Quoted(key.Text);

    /// <summary>A node in one line.</summary>
    public static string Flow(YamlNode node)
    {
        var text = new StringBuilder();
        AppendFlow(text, node);
        return text.ToString();
    }

    /// <summary>Whether a text can stand as a block under its key.</summary>
    public static bool FitsBlock(string text)
    {
        int content = text.AsSpan().IndexOfAnyExcept('\n', ' ');
        return text.Contains('\n', StringComparison.Ordinal)
            && content >= 0
            && !text.EndsWith("\n\n", StringComparison.Ordinal)
            && !text.Any(letter => letter != '\n' && (NeedsEscape(letter) || char.IsSurrogate(letter)))
            && !HasBlankLineOfBlanks(text);
    }

    // A line of nothing but blanks, or one that begins with a tab, is where readers differ.
    private static bool HasBlankLineOfBlanks(string text) => text.Split('\n').Any(line => line.Length > 0 && (line.AsSpan().IndexOfAnyExcept(' ', '\t') < 0 || line[0] == '\t'));

    private static void AppendFlow(StringBuilder text, YamlNode node)
    {
        switch (node)
        {
            case YamlScalar scalar:
                text.Append(scalar.IsNull ? "null" : Scalar(scalar, isFlow: true));
                break;
            case YamlSequence list:
                text.Append('[');
                for (int i = 0; i < list.Items.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    AppendFlow(text, list.Items[i]);
                }

                text.Append(']');
                break;
            case YamlMapping mapping:
                text.Append('{');
                for (int i = 0; i < mapping.Entries.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ").Append(Key(mapping.Entries[i].Key)).Append(": ");
                    AppendFlow(text, mapping.Entries[i].Value);
                }

                text.Append('}');
                break;
        }
    }

    private static string Scalar(YamlScalar scalar, bool isFlow) => scalar.Style != YamlScalarStyle.Plain
        ? Quoted(scalar.Text)
        : scalar.Value switch
        {
            bool truth => truth ? "true" : "false",
            string text => IsPlain(text, isFlow) ? text : Quoted(text),
            _ => scalar.Text.Trim(),
        };

    private static bool IsPlain(string text, bool isFlow) =>
        text.Length > 0
        && !Openers.Contains(text[0])
        && text[^1] is not (' ' or ':')
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && !(isFlow && text.AsSpan().IndexOfAny(FlowSigns) >= 0)
        && !text.Any(letter => letter is '\n' or '\t' || NeedsEscape(letter) || char.IsSurrogate(letter));

    /// <summary>A string in quotes; single ones where double ones would need escapes.</summary>
    private static string Quoted(string text)
    {
        bool needsEscape = text.Any(letter => letter == '\n' || NeedsEscape(letter));
        bool wantsSingle = text.AsSpan().IndexOfAny('"', '\\') >= 0;
        if (!needsEscape && wantsSingle && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]))
        {
            return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        }

        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair)
            {
                quoted.Append(text[i]).Append(text[++i]);
            }
            else
            {
                AppendEscaped(quoted, text[i]);
            }
        }

        return quoted.Append('"').ToString();
    }

    private static void AppendEscaped(StringBuilder quoted, char letter)
    {
        switch (letter)
        {
            case '"' or '\\':
                quoted.Append('\\').Append(letter);
                break;
            case '\n':
                quoted.Append("\\n");
                break;
            case '\t':
                quoted.Append("\\t");
                break;
            case '\r':
                quoted.Append("\\r");
                break;
            default:
                quoted.Append(NeedsEscape(letter) || char.IsSurrogate(letter)
                    ? "\\u" + ((int)letter).ToString("X4", CultureInfo.InvariantCulture)
                    : letter.ToString());
                break;
        }
    }

    private static bool NeedsEscape(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t')) || letter is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';
}
