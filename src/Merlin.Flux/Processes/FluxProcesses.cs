namespace Merlin.Flux;

/// <summary>
/// Starts processes on an instance's brokers, beside its jobs: nothing schedules them. For the instance's owner. May be
/// used from any thread.
/// </summary>
public sealed class FluxProcesses
{
    private readonly FluxHandle _flux;

    internal FluxProcesses(FluxHandle flux) => _flux = flux;

    /// <summary>Starts a process. Completes when it runs.</summary>
    /// <param name="rank">The broker on whose node it runs.</param>
    /// <param name="command">What to run.</param>
    /// <param name="cancellation">Stops waiting; the process may still start.</param>
    /// <exception cref="FluxException">The program could not be started, or the broker is not there; the words say which.</exception>
    public Task<RemoteProcess> StartAsync(
        BrokerRank rank, RemoteCommand command, CancellationToken cancellation = default) =>
        RemoteStart.StartAsync(_flux, rank, command, cancellation);
}
