using System.Text;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Provenance;

/// <summary>Writes a spec's tree as YAML in the layout that users know.</summary>
/// <remarks>
/// Blocks are indented by three blanks; lists stand in one line but for those of mappings that people edit; texts of
/// several lines are <c>|</c> blocks. What was quoted stays quoted, so that reading the text gives the same values.
/// </remarks>
internal sealed class YamlWriter
{
    private const int Indentation = 3;
    private readonly StringBuilder _text = new();

    /// <summary>Writes the tree.</summary>
    public string Write(YamlMapping root)
    {
        bool first = true;
        foreach (YamlEntry entry in root.Entries)
        {
            if (!first)
            {
                _text.Append('\n');
            }

            first = false;
            Entry(entry, 0, entry.Key.Text is "user");
        }

        return _text.ToString();
    }

    private void Mapping(YamlMapping mapping, int indent, bool dashes)
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            _text.Append(' ', indent);
            Entry(entry, indent, dashes);
        }
    }

    /// <summary>Writes a key and its value; the indentation before the key is there already.</summary>
    private void Entry(YamlEntry entry, int indent, bool dashes)
    {
        _text.Append(YamlScalarText.Key(entry.Key)).Append(':');
        switch (entry.Value)
        {
            case YamlMapping { Entries.Count: 0 }:
                _text.Append('\n');
                break;
            case YamlMapping mapping:
                _text.Append('\n');
                Mapping(mapping, indent + Indentation, dashes);
                break;
            case YamlSequence { Items.Count: > 0 } list when dashes || entry.Key.Text is "paths" or "git" or "sources" or "study":
                _text.Append('\n');
                Dashes(list, indent + Indentation, dashes);
                break;
            case YamlScalar scalar:
                Scalar(scalar, indent);
                break;
            default:
                _text.Append(' ').Append(YamlScalarText.Flow(entry.Value)).Append('\n');
                break;
        }
    }

    private void Dashes(YamlSequence list, int indent, bool dashes)
    {
        foreach (YamlNode item in list.Items)
        {
            _text.Append(' ', indent).Append('-');
            switch (item)
            {
                case YamlMapping { Entries.Count: > 0 } mapping:
                    _text.Append(' ');
                    Item(mapping, indent + 2, dashes);
                    break;
                case YamlScalar scalar:
                    Scalar(scalar, indent);
                    break;
                default:
                    _text.Append(' ').Append(YamlScalarText.Flow(item)).Append('\n');
                    break;
            }
        }
    }

    private void Item(YamlMapping mapping, int indent, bool dashes)
    {
        Entry(mapping.Entries[0], indent, dashes);
        foreach (YamlEntry entry in mapping.Entries.Skip(1))
        {
            _text.Append(' ', indent);
            Entry(entry, indent, dashes);
        }
    }

    private void Scalar(YamlScalar scalar, int indent)
    {
        if (scalar.IsString && YamlScalarText.FitsBlock(scalar.Text))
        {
            Block(scalar.Text, indent + Indentation);
            return;
        }

        string text = YamlScalarText.Block(scalar);
        _text.Append(text.Length == 0 ? "" : " ").Append(text).Append('\n');
    }

    private void Block(string text, int indent)
    {
        bool hasFinalNewline = text.EndsWith('\n');
        _text.Append(" |");
        if (text[0] is ' ' or '\n')
        {
            // Its first line does not show how far the block is indented.
            _text.Append(Indentation);
        }

        _text.Append(hasFinalNewline ? "\n" : "-\n");
        foreach (string line in (hasFinalNewline ? text[..^1] : text).Split('\n'))
        {
            _text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
        }
    }
}
