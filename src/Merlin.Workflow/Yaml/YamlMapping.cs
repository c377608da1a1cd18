using System.Diagnostics.CodeAnalysis;

namespace Merlin.Workflow.Yaml;

/// <summary>A mapping from scalars to nodes that keeps the order of its keys.</summary>
/// <remarks>
/// Keys are compared by their text. YAML 1.1 would make the key <c>NO</c> a boolean; a spec's author means the name.
/// </remarks>
public sealed class YamlMapping : YamlNode
{
    private readonly Dictionary<string, int>? _index;

    private YamlMapping(IReadOnlyList<YamlEntry> entries, Dictionary<string, int>? index, YamlMark mark)
        : base(mark)
    {
        Entries = entries;
        _index = index;
    }

    /// <summary>A mapping without keys.</summary>
    public static YamlMapping Empty { get; } = new([], index: null, YamlMark.None);

    /// <summary>The keys and values, in order; no two keys have the same text.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; }

    /// <inheritdoc/>
    public override string Kind => "a mapping";

    /// <summary>The value of a key, or null when the key is absent.</summary>
    public YamlNode? this[string key] => TryFind(key, out YamlEntry entry) ? entry.Value : null;

    /// <summary>
    /// A mapping of the given entries. Where two keys have the same text the first's place and the last's value stay.
    /// </summary>
    public static YamlMapping Of(IEnumerable<YamlEntry> entries, YamlMark mark = default)
    {
        var kept = new List<YamlEntry>();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (YamlEntry entry in entries)
        {
            if (index.TryAdd(entry.Key.Text, kept.Count))
            {
                kept.Add(entry);
            }
            else
            {
                kept[index[entry.Key.Text]] = entry;
            }
        }

        return new YamlMapping(kept, kept.Count > SmallCount ? index : null, mark);
    }

    /// <summary>Finds a key.</summary>
    /// <param name="key">The key's text.</param>
    /// <param name="entry">The key with its own mark, and the value.</param>
    public bool TryFind(string key, [MaybeNullWhen(false)] out YamlEntry entry)
    {
        int place = PlaceOf(key);
        entry = place < 0 ? default : Entries[place];
        return place >= 0;
    }

    /// <summary>The same mapping with one key set: in its old place if it has one, else at the end.</summary>
    public YamlMapping With(string key, YamlNode value) =>
        TryFind(key, out YamlEntry old)
            ? Of(Entries.Select(entry => entry.Key.Text == key ? new YamlEntry(old.Key, value) : entry), Mark)
            : Of(Entries.Append(new YamlEntry(YamlScalar.Plain(key, Mark), value)), Mark);

    // Most mappings of a spec have a handful of keys; a dictionary for each would outweigh the keys themselves.
    private const int SmallCount = 8;

    private int PlaceOf(string key)
    {
        if (_index is not null)
        {
            return _index.TryGetValue(key, out int place) ? place : -1;
        }

        for (int i = 0; i < Entries.Count; i++)
        {
            if (Entries[i].Key.Text == key)
            {
                return i;
            }
        }

        return -1;
    }
}
