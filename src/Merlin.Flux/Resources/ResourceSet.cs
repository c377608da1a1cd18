using System.Text;
using System.Text.Json;

namespace Merlin.Flux;

/// <summary>A set of nodes with their cores and gpus: Flux's R, version 1 (RFC 20). Immutable.</summary>
public sealed class ResourceSet
{
    /// <summary>A set of some nodes.</summary>
    public ResourceSet(IEnumerable<NodeResources> nodes) => Nodes = [.. nodes.OrderBy(node => node.Rank)];

    /// <summary>The nodes, in the order of their ranks.</summary>
    public IReadOnlyList<NodeResources> Nodes { get; }

    /// <summary>From when on the resources are given; null when that is not said.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Until when the resources are given; null for ever.</summary>
    public DateTimeOffset? Expiration { get; init; }

    /// <summary>Which ranks have a property, by the property's name.</summary>
    public IReadOnlyDictionary<string, IdSet> Properties { get; init; } = new Dictionary<string, IdSet>(StringComparer.Ordinal);

    /// <summary>The ranks of the nodes.</summary>
    public IdSet Ranks => IdSet.Of(Nodes.Select(node => node.Rank));

    /// <summary>How many cores there are on all nodes.</summary>
    public int CoreCount => Nodes.Sum(node => node.Cores.Count);

    /// <summary>How many gpus there are on all nodes.</summary>
    public int GpuCount => Nodes.Sum(node => node.Gpus.Count);

    /// <summary>Reads R.</summary>
    /// <exception cref="FormatException">The text is no R of version 1.</exception>
    public static ResourceSet Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads R from UTF-8.</summary>
    /// <exception cref="FormatException">The text is no R of version 1.</exception>
    public static ResourceSet Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return Read(JsonElement.Parse(json));
        }
        catch (JsonException wrong)
        {
            throw new FormatException("The resource set is no JSON.", wrong);
        }
    }

    /// <summary>Reads R from JSON at hand.</summary>
    /// <exception cref="FormatException">It is no R of version 1.</exception>
    public static ResourceSet Read(JsonElement json) => ResourceSetReader.Read(json);

    /// <summary>The nodes of some ranks only.</summary>
    public ResourceSet Only(IdSet ranks) => new(Nodes.Where(node => ranks.Contains(node.Rank)))
    {
        StartTime = StartTime,
        Expiration = Expiration,
        Properties = Properties.ToDictionary(
            property => property.Key, property => property.Value.Intersect(ranks), StringComparer.Ordinal),
    };

    /// <summary>Writes R as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> ToJson() => ResourceSetWriter.Write(this);

    /// <summary>R as JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(ToJson().Span);
}
