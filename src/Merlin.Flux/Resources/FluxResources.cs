namespace Merlin.Flux;

/// <summary>What an instance owns, and in which state it is. May be used from any thread.</summary>
public sealed class FluxResources
{
    private readonly FluxHandle _flux;

    internal FluxResources(FluxHandle flux) => _flux = flux;

    /// <summary>All resources of the instance, and which nodes are up.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">The instance has no resource module, or it does not answer.</exception>
    public Task<ResourceStatus> StatusAsync(CancellationToken cancellation = default) =>
        ResourceQueries.StatusAsync(_flux, cancellation);

    /// <summary>What jobs have of it.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">The instance has no scheduler, or it does not answer.</exception>
    public Task<ResourceUse> UseAsync(CancellationToken cancellation = default) =>
        ResourceQueries.UseAsync(_flux, cancellation);

    /// <summary>
    /// What happens to the instance's nodes, from the first <c>MoveNextAsync</c> on. To know the state at a time, first
    /// begin with the changes, then ask for the status: a change that the status shows already changes nothing.
    /// </summary>
    /// <param name="cancellation">Leaves the stream.</param>
    /// <exception cref="FluxException">The user is a guest of this instance.</exception>
    public IAsyncEnumerable<ResourceChange> ChangesAsync(CancellationToken cancellation = default) =>
        ResourceChanges.WatchAsync(_flux, cancellation);
}
