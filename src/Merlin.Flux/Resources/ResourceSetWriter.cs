using System.Text.Json;

namespace Merlin.Flux;

/// <summary>Writes R, nodes with the same cores and gpus together where they are neighbours.</summary>
internal static class ResourceSetWriter
{
    public static ReadOnlyMemory<byte> Write(ResourceSet set) => JsonText.WriteObject(writer =>
    {
        writer.WriteNumber("version", 1);
        writer.WriteStartObject("execution");
        WriteNodes(writer, set.Nodes);
        writer.WriteNumber("starttime", Seconds(set.StartTime));
        writer.WriteNumber("expiration", Seconds(set.Expiration));
        WriteHosts(writer, set.Nodes);
        WriteProperties(writer, set.Properties);
        writer.WriteEndObject();
    });

    private static void WriteNodes(Utf8JsonWriter writer, IReadOnlyList<NodeResources> nodes)
    {
        writer.WriteStartArray("R_lite");
        for (int first = 0, next; first < nodes.Count; first = next)
        {
            next = first + 1;
            while (next < nodes.Count && CanFollow(nodes[next - 1], nodes[next]))
            {
                next++;
            }

            WriteGroup(writer, nodes[first], nodes[next - 1].Rank);
        }

        writer.WriteEndArray();
    }

    private static bool CanFollow(NodeResources node, NodeResources next) =>
        next.Rank == node.Rank + 1 && next.Cores.Equals(node.Cores) && next.Gpus.Equals(node.Gpus);

    private static void WriteGroup(Utf8JsonWriter writer, NodeResources first, uint lastRank)
    {
        writer.WriteStartObject();
        writer.WriteString("rank", IdSet.Range(first.Rank, lastRank).ToString());
        writer.WriteStartObject("children");
        writer.WriteString("core", first.Cores.ToString());
        if (!first.Gpus.IsEmpty)
        {
            writer.WriteString("gpu", first.Gpus.ToString());
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteHosts(Utf8JsonWriter writer, IReadOnlyList<NodeResources> nodes)
    {
        writer.WriteStartArray("nodelist");
        if (nodes.All(node => node.Host.Length > 0))
        {
            writer.WriteStringValue(new HostList(nodes.Select(node => node.Host)).ToString());
        }

        writer.WriteEndArray();
    }

    private static void WriteProperties(Utf8JsonWriter writer, IReadOnlyDictionary<string, IdSet> properties)
    {
        if (properties.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("properties");
        foreach ((string name, IdSet ranks) in properties)
        {
            writer.WriteString(name, ranks.ToString());
        }

        writer.WriteEndObject();
    }

    private static double Seconds(DateTimeOffset? time) => time is { } given ? EventTime.Seconds(given) : 0;
}
