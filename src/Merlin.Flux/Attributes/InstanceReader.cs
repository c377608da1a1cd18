using System.Globalization;

namespace Merlin.Flux;

/// <summary>Puts together what an instance's attributes say.</summary>
internal static class InstanceReader
{
    private const string Function = "reading the instance's attributes";

    public static async Task<InstanceFacts> ReadAsync(FluxHandle flux, CancellationToken cancellation)
    {
        string? job = await flux.AttributeAsync("jobid", cancellation);
        string? parent = await flux.AttributeAsync("parent-uri", cancellation);
        uint level = Number("instance-level", await RequiredAsync(flux, "instance-level", cancellation));
        return new InstanceFacts
        {
            Level = (int)level,
            Size = (int)Number("size", await RequiredAsync(flux, "size", cancellation)),
            Rank = new BrokerRank(Number("rank", await RequiredAsync(flux, "rank", cancellation))),
            Owner = Number("security.owner", await RequiredAsync(flux, "security.owner", cancellation)),
            Hosts = HostList.Parse(await RequiredAsync(flux, "hostlist", cancellation)),
            LocalUri = new FluxUri(await RequiredAsync(flux, "local-uri", cancellation)),
            Job = job is null ? null : JobId.Parse(job),
            ParentUri = parent is null ? null : new FluxUri(parent),
            IsSystemInstance = level == 0 && await flux.AttributeAsync("broker.sd-notify", cancellation) is "1",
        };
    }

    private static async Task<string> RequiredAsync(FluxHandle flux, string name, CancellationToken cancellation) =>
        await flux.AttributeAsync(name, cancellation)
        ?? throw new FluxException(Function, FluxErrno.NoEntry, $"there is no attribute '{name}'");

    private static uint Number(string name, string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
            ? number
            : throw new FluxException(Function, FluxErrno.Protocol, $"the attribute '{name}' is '{text}', not a number");
}
