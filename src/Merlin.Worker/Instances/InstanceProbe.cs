using Merlin.Flux;

namespace Merlin.Worker.Instances;

/// <summary>Asks the Flux instance that a worker runs in what it owns.</summary>
public static class InstanceProbe
{
    /// <summary>Asks the instance of <c>FLUX_URI</c>.</summary>
    /// <param name="cancellation">Stops waiting for it.</param>
    /// <exception cref="WorkerException">There is none, it is not this user's own, or it has nothing that may be used.</exception>
    public static Task<InstanceProbeResult> ProbeAsync(CancellationToken cancellation) => ProbeAsync(uri: null, cancellation);

    /// <summary>Asks the instance of a broker.</summary>
    /// <param name="uri">Where the broker is; null for <c>FLUX_URI</c>.</param>
    /// <param name="cancellation">Stops waiting for it.</param>
    internal static async Task<InstanceProbeResult> ProbeAsync(FluxUri? uri, CancellationToken cancellation)
    {
        try
        {
            await using FluxHandle flux = await FluxHandle.OpenAsync(uri, cancellation);
            return await ProbeAsync(flux, cancellation);
        }
        catch (Exception refusal) when (refusal is FluxException or FluxUnavailableException)
        {
            throw new WorkerException(
                $"The Flux instance that this worker is to have for itself cannot be asked what it owns. {refusal.Message}", refusal);
        }
    }

    private static async Task<InstanceProbeResult> ProbeAsync(FluxHandle flux, CancellationToken cancellation)
    {
        InstanceFacts facts = await flux.InstanceAsync(cancellation);
        if (!facts.IsMine)
        {
            throw new WorkerException(
                "The Flux instance of FLUX_URI belongs to another user or to the whole machine, so a worker cannot have it for "
                + "itself. Start the worker inside an allocation ('flux alloc', 'flux batch'), or without --instance.");
        }

        ResourceStatus status = await flux.Resources.StatusAsync(cancellation);
        InstanceNode[] nodes = [.. status.All.Only(status.Up).Nodes.OrderBy(static node => node.Rank).Select(Node)];
        if (!nodes.Any(node => node.Rank == (int)facts.Rank.Number && node.Cores.Count > 0))
        {
            throw new WorkerException(
                "The Flux instance of FLUX_URI may not use the node that this worker runs on: it is drained, excluded or down. "
                + "See 'flux resource status'.");
        }

        var instance = new WorkerInstance
        {
            Address = facts.LocalUri.Text,
            Job = facts.Job?.ToString() ?? "",
            Parent = facts.ParentUri?.Text,
            OwnRank = (int)facts.Rank.Number,
            Nodes = nodes,
        };
        return new InstanceProbeResult(instance, await flux.TimeLeftAsync(cancellation));
    }

    private static InstanceNode Node(NodeResources node) => new(
        (int)node.Rank,
        node.Host,
        [.. node.Cores.Select(static number => (int)number)],
        [.. node.Gpus.Select(static number => (int)number)]);
}
