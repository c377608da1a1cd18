using System.Text.Json.Nodes;

namespace Merlin.Cli.Tests.Harness;

/// <summary>Reads what <c>merlin status --json</c> prints.</summary>
public static class StatusJson
{
    /// <summary>For each step its count of every state, without the states that no task is in.</summary>
    public static JsonObject Counts(string json)
    {
        var counts = new JsonObject();
        foreach (JsonNode? step in JsonNode.Parse(json)!["steps"]!.AsArray())
        {
            IEnumerable<KeyValuePair<string, JsonNode?>> occupied = step!["counts"]!.AsObject()
                .Where(state => (long)state.Value! > 0)
                .Select(state => KeyValuePair.Create(state.Key, state.Value!.DeepClone()))!;
            counts.Add((string)step["name"]!, new JsonObject(occupied));
        }

        return counts;
    }
}
