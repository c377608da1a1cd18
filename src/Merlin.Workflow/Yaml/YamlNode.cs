using System.Runtime.CompilerServices;

namespace Merlin.Workflow.Yaml;

/// <summary>A node of a YAML document: a scalar, a sequence or a mapping.</summary>
/// <remarks>
/// Nodes never change, so an anchor and its aliases are one node in several places: a document is a graph without
/// cycles whose size in memory is that of its text, whatever its aliases multiply to.
/// </remarks>
public abstract class YamlNode
{
    private protected YamlNode(YamlMark mark) => Mark = mark;

    /// <summary>Where the node begins in its text.</summary>
    public YamlMark Mark { get; }

    /// <summary>What the node is, in words for messages: <c>a list</c>, <c>a boolean</c>, ….</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// The same tree with every scalar's text, keys included, mapped through a function. Plain scalars are resolved
    /// anew from their new text; quoted and block scalars stay strings. Shared nodes are mapped once and stay shared.
    /// </summary>
    /// <param name="map">Gives the new text; returning the same string leaves the scalar as it is.</param>
    public YamlNode Rewrite(Func<string, string> map)
    {
        YamlScalar Map(YamlScalar scalar) => scalar.WithText(map(scalar.Text));
        return RewriteScalars(Map, Map, static _ => false);
    }

    /// <summary>The same tree with scalars mapped; see <see cref="Rewrite"/>.</summary>
    /// <param name="mapValue">Gives the new form of a scalar that is a value.</param>
    /// <param name="mapKey">Gives the new form of a key.</param>
    /// <param name="isLeft">Whether the value of this key is left as it is, all of it.</param>
    internal YamlNode RewriteScalars(
        Func<YamlScalar, YamlScalar> mapValue, Func<YamlScalar, YamlScalar> mapKey, Func<string, bool> isLeft) =>
        new Rewriting(mapValue, mapKey, isLeft).Apply(this);

    /// <summary>One pass over a tree, which remembers what shared nodes became.</summary>
    private sealed class Rewriting(
        Func<YamlScalar, YamlScalar> mapValue, Func<YamlScalar, YamlScalar> mapKey, Func<string, bool> isLeft)
    {
        private readonly Dictionary<YamlNode, YamlNode> _done = new(ReferenceComparer.Instance);

        public YamlNode Apply(YamlNode node)
        {
            if (node is YamlScalar scalar)
            {
                return mapValue(scalar);
            }

            if (!_done.TryGetValue(node, out YamlNode? result))
            {
                result = node is YamlSequence sequence ? Sequence(sequence) : Mapping((YamlMapping)node);
                _done.Add(node, result);
            }

            return result;
        }

        private YamlSequence Sequence(YamlSequence sequence)
        {
            bool changed = false;
            var items = new YamlNode[sequence.Items.Count];
            for (int i = 0; i < items.Length; i++)
            {
                items[i] = Apply(sequence.Items[i]);
                changed |= !ReferenceEquals(items[i], sequence.Items[i]);
            }

            return changed ? new YamlSequence(items, sequence.Mark) : sequence;
        }

        private YamlMapping Mapping(YamlMapping mapping)
        {
            bool changed = false;
            var entries = new List<YamlEntry>(mapping.Entries.Count);
            foreach (YamlEntry entry in mapping.Entries)
            {
                YamlScalar key = mapKey(entry.Key);
                YamlNode value = isLeft(entry.Key.Text) ? entry.Value : Apply(entry.Value);
                changed |= !ReferenceEquals(key, entry.Key) || !ReferenceEquals(value, entry.Value);
                entries.Add(new YamlEntry(key, value));
            }

            return changed ? YamlMapping.Of(entries, mapping.Mark) : mapping;
        }
    }

    private sealed class ReferenceComparer : IEqualityComparer<YamlNode>
    {
        public static readonly ReferenceComparer Instance = new();

        public bool Equals(YamlNode? x, YamlNode? y) => ReferenceEquals(x, y);

        public int GetHashCode(YamlNode obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
