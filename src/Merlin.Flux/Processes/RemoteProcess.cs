using System.Threading.Channels;

namespace Merlin.Flux;

/// <summary>A process that a broker started. It is killed when the handle that it was started through closes.</summary>
public sealed class RemoteProcess
{
    private readonly FluxHandle _flux;

    internal RemoteProcess(FluxHandle flux, BrokerRank rank, int id, Task<WaitStatus> ended, ChannelReader<RemoteOutput> output)
    {
        _flux = flux;
        Rank = rank;
        Id = id;
        Ended = ended;
        Output = output;
    }

    /// <summary>The broker that started it.</summary>
    public BrokerRank Rank { get; }

    /// <summary>The process id on that broker's host.</summary>
    public int Id { get; }

    /// <summary>Completes when it has ended; fails with a <see cref="FluxException"/> when its broker is lost.</summary>
    public Task<WaitStatus> Ended { get; }

    /// <summary>What it writes, when that is relayed; ends with the process.</summary>
    public ChannelReader<RemoteOutput> Output { get; }

    /// <summary>Sends a signal to it and its descendants in the same process group.</summary>
    /// <param name="signal">The signal's number.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">It has ended, or its broker is lost.</exception>
    public Task KillAsync(int signal, CancellationToken cancellation = default) =>
        RemoteRequests.KillAsync(_flux, Rank, Id, signal, cancellation);
}
