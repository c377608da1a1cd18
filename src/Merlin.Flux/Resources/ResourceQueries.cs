using System.Text.Json;

namespace Merlin.Flux;

/// <summary>Asks the resource module and the scheduler.</summary>
internal static class ResourceQueries
{
    // The module of the first broker knows all.
    private const string Status = "resource.status";

    // Since 0.61; the scheduler itself answered before, and still does in some.
    private const string Use = "resource.sched-status";
    private const string OlderUse = "sched.resource-status";

    public static async Task<ResourceStatus> StatusAsync(FluxHandle flux, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> answer = await flux.CallAsync(Status, default, BrokerRank.Leader, cancellation);
        return JsonText.Understand(Status, JsonText.Read(Status, answer), ReadStatus);
    }

    public static async Task<ResourceUse> UseAsync(FluxHandle flux, CancellationToken cancellation)
    {
        try
        {
            return await UseAsync(flux, Use, cancellation);
        }
        catch (FluxException missing) when (missing.Errno == FluxErrno.NoService)
        {
            return await UseAsync(flux, OlderUse, cancellation);
        }
    }

    private static async Task<ResourceUse> UseAsync(FluxHandle flux, string topic, CancellationToken cancellation)
    {
        JsonElement facts = JsonText.Read(topic, await flux.CallAsync(topic, default, BrokerRank.Leader, cancellation));
        return JsonText.Understand(
            topic, facts, sets => new ResourceUse(Resources(sets, "all"), Resources(sets, "allocated"), Resources(sets, "down")));
    }

    private static ResourceStatus ReadStatus(JsonElement facts) => new()
    {
        All = Resources(facts, "R"),
        Online = Ids(facts, "online"),
        Offline = Ids(facts, "offline"),
        Excluded = Ids(facts, "exclude"),
        Torpid = Ids(facts, "torpid"),
        Drained = ReadDrained(facts),
    };

    // An empty set may be null.
    private static ResourceSet Resources(JsonElement facts, string name) =>
        JsonText.Optional(facts, name) is { } set ? ResourceSet.Read(set) : new ResourceSet([]);

    private static IdSet Ids(JsonElement facts, string name) =>
        JsonText.Optional(facts, name)?.GetString() is { Length: > 0 } ids ? IdSet.Parse(ids) : IdSet.Empty;

    // {"0-1":{"timestamp":…,"reason":…}}
    private static List<DrainedNodes> ReadDrained(JsonElement facts) =>
        JsonText.Optional(facts, "drain") is not { } drained
            ? []
            : [.. drained.EnumerateObject().Select(entry => new DrainedNodes(
                IdSet.Parse(entry.Name),
                EventTime.Of(JsonText.Member(Status, entry.Value, "timestamp").GetDouble()),
                JsonText.Optional(entry.Value, "reason")?.GetString() ?? ""))];
}
