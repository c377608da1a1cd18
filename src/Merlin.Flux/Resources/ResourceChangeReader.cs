using System.Text.Json;

namespace Merlin.Flux;

/// <summary>Reads the resource module's events.</summary>
internal static class ResourceChangeReader
{
    private const string Function = "reading what happened to resources";

    /// <summary>Reads one event; null for one that is about no node's state, such as the definition of the resources.</summary>
    public static ResourceChange? Read(JsonElement entry) => JsonText.Understand(Function, entry, ReadKind);

    private static ResourceChange? ReadKind(JsonElement entry)
    {
        if (KindOf(JsonText.Member(Function, entry, "name").GetString()) is not { } kind)
        {
            return null;
        }

        JsonElement context = JsonText.Member(Function, entry, "context");
        string ranks = JsonText.Member(Function, context, "idset").GetString() ?? "";
        return new ResourceChange(
            EventTime.Of(JsonText.Member(Function, entry, "timestamp").GetDouble()),
            kind,
            IdSet.Parse(ranks),
            JsonText.Optional(context, "reason")?.GetString() ?? "");
    }

    private static ResourceChangeKind? KindOf(string? name) => name switch
    {
        "online" => ResourceChangeKind.Online,
        "offline" => ResourceChangeKind.Offline,
        "drain" => ResourceChangeKind.Drained,
        "undrain" => ResourceChangeKind.Undrained,
        "torpid" => ResourceChangeKind.Torpid,
        "lively" => ResourceChangeKind.Lively,
        _ => null,
    };
}
