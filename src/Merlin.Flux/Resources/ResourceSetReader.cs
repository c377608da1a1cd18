using System.Text.Json;

namespace Merlin.Flux;

/// <summary>Reads R: <c>{"version":1,"execution":{"R_lite":[…],"nodelist":[…],…}}</c>.</summary>
internal static class ResourceSetReader
{
    private const int Version = 1;

    public static ResourceSet Read(JsonElement json)
    {
        try
        {
            return ReadVersioned(json);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("The resource set lacks what R of version 1 has.", wrong);
        }
    }

    private static ResourceSet ReadVersioned(JsonElement json)
    {
        int version = json.GetProperty("version").GetInt32();
        if (version != Version)
        {
            throw new FormatException($"The resource set is of version {version}; {Version} is known.");
        }

        JsonElement execution = json.GetProperty("execution");
        return new ResourceSet(ReadNodes(execution))
        {
            StartTime = Time(execution, "starttime"),
            Expiration = Time(execution, "expiration"),
            Properties = ReadProperties(execution),
        };
    }

    // The names are in the order of the ranks, whatever the order in which the ranks appear.
    private static IEnumerable<NodeResources> ReadNodes(JsonElement execution)
    {
        IReadOnlyList<string> hosts = ReadHosts(execution);
        return ReadRanks(execution)
            .OrderBy(node => node.Rank)
            .Select((node, at) => at < hosts.Count ? node with { Host = hosts[at] } : node);
    }

    private static IEnumerable<NodeResources> ReadRanks(JsonElement execution)
    {
        foreach (JsonElement group in execution.GetProperty("R_lite").EnumerateArray())
        {
            JsonElement children = group.GetProperty("children");
            IdSet cores = Ids(children, "core");
            IdSet gpus = Ids(children, "gpu");
            foreach (uint rank in IdSet.Parse(group.GetProperty("rank").GetString()!))
            {
                yield return new NodeResources(rank, "", cores, gpus);
            }
        }
    }

    private static IReadOnlyList<string> ReadHosts(JsonElement execution) =>
        JsonText.Optional(execution, "nodelist") is { } lists
            ? [.. lists.EnumerateArray().SelectMany(list => HostList.Parse(list.GetString()!))]
            : [];

    private static Dictionary<string, IdSet> ReadProperties(JsonElement execution) =>
        JsonText.Optional(execution, "properties") is { } properties
            ? properties.EnumerateObject().ToDictionary(
                property => property.Name, property => IdSet.Parse(property.Value.GetString()!), StringComparer.Ordinal)
            : [];

    private static IdSet Ids(JsonElement children, string type) =>
        JsonText.Optional(children, type) is { } ids ? IdSet.Parse(ids.GetString()!) : IdSet.Empty;

    private static DateTimeOffset? Time(JsonElement execution, string name) =>
        JsonText.Optional(execution, name)?.GetDouble() is { } seconds and > 0 ? EventTime.Of(seconds) : null;
}
