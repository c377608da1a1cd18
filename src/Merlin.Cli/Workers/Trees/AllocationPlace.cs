using Merlin.Cli.Workers.Agents;
using Merlin.Flux;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Cli.Workers.Trees;

/// <summary>Where an agent can be reached in an allocation.</summary>
internal static class AllocationPlace
{
    private const string Tcp = "tcp://";

    /// <summary>Asks the instance.</summary>
    /// <param name="flux">The instance that the allocation is.</param>
    /// <param name="nodes">Its nodes.</param>
    /// <param name="logDirectory">A directory that its nodes share.</param>
    /// <param name="stop">Ends the questions.</param>
    public static async Task<AgentPlace> FindAsync(
        FluxHandle flux, IReadOnlyList<AllocationNode> nodes, string logDirectory, CancellationToken stop) => new()
        {
            IsOneHost = nodes.All(static node => Short(node.Host) == Short(Environment.MachineName)),
            SocketDirectories = await LocalDirectoriesAsync(flux, stop),
            Host = HostOf(await flux.AttributeAsync("tbon.endpoint", stop)) ?? Environment.MachineName,
            SharedDirectory = logDirectory,
        };

    /// <summary>Directories of this host for files that live as long as the command, the best one first.</summary>
    public static async Task<IReadOnlyList<string>> LocalDirectoriesAsync(FluxHandle flux, CancellationToken stop)
    {
        string?[] all =
        [
            await flux.AttributeAsync("rundir", stop) ?? await flux.AttributeAsync("broker.rundir", stop),
            Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"),
            Path.GetTempPath(),
        ];
        return [.. all.OfType<string>().Where(Directory.Exists).Select(Path.TrimEndingDirectorySeparator)];
    }

    // Where this node's broker listens for those of other nodes, the nodes of the allocation reach it for certain.
    private static string? HostOf(string? endpoint)
    {
        if (endpoint?.StartsWith(Tcp, StringComparison.Ordinal) != true)
        {
            return null;
        }

        int colon = endpoint.LastIndexOf(':');
        return colon > Tcp.Length ? endpoint[Tcp.Length..colon] : null;
    }

    private static string Short(string host) => host.Split('.', 2)[0];
}
