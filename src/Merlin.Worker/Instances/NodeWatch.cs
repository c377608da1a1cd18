using Merlin.Flux;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Instances;

/// <summary>Follows which nodes of an instance may be used.</summary>
/// <param name="flux">The instance.</param>
/// <param name="changed">Hears which nodes may be used now.</param>
/// <param name="logger">Where it is told that Flux does not say it.</param>
internal sealed class NodeWatch(FluxHandle flux, Action<IdSet> changed, ILogger logger)
{
    /// <summary>Follows until cancelled, or until the instance is gone.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        try
        {
            // The changes are asked for before the state, so that none is missed between them.
            await using IAsyncEnumerator<ResourceChange> changes = flux.Resources.ChangesAsync(stop).GetAsyncEnumerator(stop);
            Task<bool> next = changes.MoveNextAsync().AsTask();
            await ReadAsync(stop);
            while (await next)
            {
                await ReadAsync(stop);
                next = changes.MoveNextAsync().AsTask();
            }
        }
        catch (Exception end) when (end is FluxLostException or ObjectDisposedException or OperationCanceledException)
        {
            // The handle tells when it is lost.
        }
        catch (FluxException refusal)
        {
            WorkerLog.NoNodeChanges(logger, refusal.Words);
        }
    }

    private async Task ReadAsync(CancellationToken stop) => changed((await flux.Resources.StatusAsync(stop)).Up);
}
