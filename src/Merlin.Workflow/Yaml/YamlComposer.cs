using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Merlin.Workflow.Yaml;

/// <summary>Builds the nodes of one document from parser events, by the rules of YAML 1.1.</summary>
/// <remarks>
/// Aliases become references to the anchor's node, and sizes are counted as if they were written out, so that a small
/// file cannot unfold into more than memory holds here or anywhere later.
/// </remarks>
internal sealed class YamlComposer(string text)
{
    private const int DeepestNesting = 200;

    private readonly Parser _parser = new(new Scanner(new StringReader(text), skipComments: true));
    private readonly Dictionary<string, (YamlNode? Node, YamlExtent Extent)> _anchors = new(StringComparer.Ordinal);
    private readonly List<YamlScalar> _duplicateKeys = [];
    private long _merged;

    public YamlDocument Compose()
    {
        Advance();
        Advance();
        YamlNode? root = null;
        if (_parser.Current is DocumentStart)
        {
            Advance();
            (root, _) = Node(depth: 0);
            Advance();
            Advance();
        }

        return _parser.Current is DocumentStart next
            ? throw new YamlReadException(
                MarkOf(next), "a second document begins here: a spec is one document, so remove the '---' or what follows it")
            : new YamlDocument(root, _duplicateKeys);
    }

    private void Advance()
    {
        try
        {
            _ = _parser.MoveNext();
        }
        catch (YamlException problem)
        {
            throw YamlSyntaxProblem.Explain(text, problem);
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException or ArithmeticException
            or FormatException or IndexOutOfRangeException)
        {
            // The parser lets such escape for absurd escapes and directives.
            YamlMark mark = _parser.Current is { } last ? MarkOf(last) : new YamlMark(1, 1);
            throw new YamlReadException(mark, "the text after this place is not valid YAML", problem);
        }
    }

    /// <summary>Builds the node that begins with the current event; its last event is current afterwards.</summary>
    private (YamlNode Node, YamlExtent Extent) Node(int depth)
    {
        ParsingEvent start = _parser.Current!;
        if (depth > DeepestNesting)
        {
            throw new YamlReadException(
                MarkOf(start), $"lists and mappings are nested deeper than {DeepestNesting} levels here");
        }

        if (start is AnchorAlias alias)
        {
            return Alias(alias);
        }

        string? anchor = start is NodeEvent { Anchor.IsEmpty: false } named ? named.Anchor.Value : null;
        if (anchor is not null)
        {
            _anchors[anchor] = default;
        }

        (YamlNode Node, YamlExtent Extent) result = start switch
        {
            Scalar scalar => Scalar(scalar),
            SequenceStart sequence => Sequence(sequence, depth),
            MappingStart mapping => Mapping(mapping, depth),
            _ => throw new YamlReadException(MarkOf(start), "a value is missing here"),
        };
        if (anchor is not null)
        {
            _anchors[anchor] = result;
        }

        return result;
    }

    private (YamlNode Node, YamlExtent Extent) Alias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out (YamlNode? Node, YamlExtent Extent) target))
        {
            throw new YamlReadException(
                MarkOf(alias), $"no anchor '&{alias.Value.Value}' stands before the alias '*{alias.Value.Value}'");
        }

        return target.Node is null
            ? throw new YamlReadException(MarkOf(alias), $"the alias '*{alias.Value.Value}' stands inside what it names")
            : (target.Node, target.Extent);
    }

    private static (YamlNode Node, YamlExtent Extent) Scalar(Scalar scalar) =>
        scalar.Value.Contains('\0', StringComparison.Ordinal)
            ? throw new YamlReadException(MarkOf(scalar), "the text holds the character NUL, which no script or path may: remove it")
            : (YamlTags.Apply(scalar, MarkOf(scalar)), YamlExtent.Of(scalar.Value));

    private (YamlNode Node, YamlExtent Extent) Sequence(SequenceStart start, int depth)
    {
        YamlMark mark = MarkOf(start);
        YamlTags.Demand(start.Tag, "seq", mark);
        var items = new List<YamlNode>();
        var extent = new YamlExtent(1, 0);
        for (Advance(); _parser.Current is not SequenceEnd; Advance())
        {
            items.Add(Within(ref extent, depth));
        }

        items.TrimExcess();
        return (new YamlSequence(items, mark), extent);
    }

    private (YamlNode Node, YamlExtent Extent) Mapping(MappingStart start, int depth)
    {
        YamlMark mark = MarkOf(start);
        YamlTags.Demand(start.Tag, "map", mark);
        var merged = new List<YamlEntry>();
        var own = new List<YamlEntry>();
        var extent = new YamlExtent(1, 0);
        for (Advance(); _parser.Current is not MappingEnd; Advance())
        {
            ParsingEvent place = _parser.Current!;
            if (Within(ref extent, depth) is not YamlScalar key)
            {
                throw new YamlReadException(MarkOf(place), "a key must be a simple text, not a list or a mapping");
            }

            Advance();
            YamlNode value = Within(ref extent, depth);
            if (key is { Style: YamlScalarStyle.Plain, Text: "<<" })
            {
                Merge(key, value, merged);
            }
            else
            {
                own.Add(new YamlEntry(key, value));
            }
        }

        RememberDuplicates(own);
        return (YamlMapping.Of(merged.Concat(own), mark), extent);
    }

    private YamlNode Within(ref YamlExtent extent, int depth)
    {
        ParsingEvent start = _parser.Current!;
        (YamlNode node, YamlExtent size) = Node(depth + 1);
        extent += size;
        return extent.IsTooLarge ? throw TooLarge(start) : node;
    }

    /// <summary>Takes over the keys of a <c>&lt;&lt;</c>; in a list of mappings the earlier ones win.</summary>
    private void Merge(YamlScalar key, YamlNode value, List<YamlEntry> merged)
    {
        IEnumerable<YamlNode> sources = value is YamlSequence list ? list.Items.Reverse() : [value];
        foreach (YamlNode source in sources)
        {
            if (source is not YamlMapping mapping)
            {
                throw new YamlReadException(
                    key.Mark, $"'<<' takes over the keys of a mapping or of a list of mappings, but this is {source.Kind}");
            }

            _merged += mapping.Entries.Count;
            if (_merged > YamlExtent.MostNodes)
            {
                throw new YamlReadException(key.Mark, "the '<<' of this file take over more keys than any study needs");
            }

            merged.AddRange(mapping.Entries);
        }
    }

    private void RememberDuplicates(List<YamlEntry> entries)
    {
        var seen = new HashSet<string>(entries.Count, StringComparer.Ordinal);
        _duplicateKeys.AddRange(entries.Where(entry => !seen.Add(entry.Key.Text)).Select(entry => entry.Key));
    }

    private static YamlReadException TooLarge(ParsingEvent start) => new(
        MarkOf(start),
        string.Create(
            CultureInfo.InvariantCulture,
            $"with its aliases written out the file would have more than {YamlExtent.MostNodes:N0} values or {YamlExtent.MostCharacters / 1024 / 1024} MiB of text"));

    private static YamlMark MarkOf(ParsingEvent place) => new((int)place.Start.Line, (int)place.Start.Column);
}
