using System.Runtime.CompilerServices;

namespace Merlin.Flux;

/// <summary>A connection to a broker of a Flux instance.</summary>
/// <remarks>
/// <para>May be used from any thread, by many callers at once: each handle has a thread of its own that runs its reactor
/// and does all that touches libflux; tasks complete on the thread pool.</para>
/// <para>Cancelling a call stops the wait for its answer; what was asked for may still be done. When the connection
/// breaks, everything outstanding and everything later fails with <see cref="FluxLostException"/>; after
/// <see cref="DisposeAsync"/> with <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed class FluxHandle : IAsyncDisposable
{
    private readonly ReactorThread _reactor;

    private FluxHandle(FluxUri uri, ReactorThread reactor)
    {
        Uri = uri;
        _reactor = reactor;
        Jobs = new FluxJobs(this);
        Resources = new FluxResources(this);
        Processes = new FluxProcesses(this);
    }

    /// <summary>The address that was opened.</summary>
    public FluxUri Uri { get; }

    /// <summary>Completes when the connection breaks; is cancelled when the handle is disposed of instead.</summary>
    public Task<FluxLostException> Lost => _reactor.Lost;

    /// <summary>The jobs of the instance.</summary>
    public FluxJobs Jobs { get; }

    /// <summary>What the instance owns.</summary>
    public FluxResources Resources { get; }

    /// <summary>Processes on the instance's brokers that are no jobs.</summary>
    public FluxProcesses Processes { get; }

    /// <summary>Opens a broker.</summary>
    /// <param name="uri">
    /// Where it listens; a uri over ssh that names this host is opened without ssh. Null for the instance that this
    /// process is part of, by <c>FLUX_URI</c>.
    /// </param>
    /// <param name="cancellation">Stops waiting for the broker.</param>
    /// <exception cref="FluxUnavailableException">There is no usable libflux.</exception>
    /// <exception cref="FluxException">The broker does not answer, or there is no <c>FLUX_URI</c>.</exception>
    public static async Task<FluxHandle> OpenAsync(FluxUri? uri = null, CancellationToken cancellation = default)
    {
        FluxLibrary.EnsureLoaded();
        FluxUri nearest = (uri ?? FluxUri.FromEnvironment() ?? throw NotInside()).Nearest();
        var reactor = new ReactorThread(nearest);
        try
        {
            await reactor.Opened.WaitAsync(cancellation);
        }
        catch
        {
            reactor.Stop();
            throw;
        }

        return new FluxHandle(nearest, reactor);
    }

    /// <summary>Opens the instance that the machine's service manager runs for all users.</summary>
    /// <param name="cancellation">Stops waiting for the broker.</param>
    /// <exception cref="FluxUnavailableException">There is no usable libflux.</exception>
    /// <exception cref="FluxException">There is no such instance on this host.</exception>
    public static Task<FluxHandle> OpenSystemAsync(CancellationToken cancellation = default)
    {
        FluxLibrary.EnsureLoaded();
        return OpenAsync(new FluxUri($"local://{AttributeImports.SystemRunDirectory}/local"), cancellation);
    }

    /// <summary>Opens the instance above this one.</summary>
    /// <param name="cancellation">Stops waiting for the broker.</param>
    /// <exception cref="FluxException">There is none, or it does not answer.</exception>
    public async Task<FluxHandle> OpenParentAsync(CancellationToken cancellation = default) =>
        await AttributeAsync("parent-uri", cancellation) is { } uri
            ? await OpenAsync(new FluxUri(uri), cancellation)
            : throw new FluxException("opening the parent instance", FluxErrno.NoEntry, "this instance is no job of another one");

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="topic">The service and method, such as <c>resource.status</c>.</param>
    /// <param name="json">The request as UTF-8 JSON; empty for none.</param>
    /// <param name="rank">Who answers; the nearest broker by default is <see cref="BrokerRank.Any"/>.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The answer as UTF-8 JSON; empty for none.</returns>
    /// <exception cref="FluxException">The service answered with an error, or there is none.</exception>
    public Task<ReadOnlyMemory<byte>> CallAsync(
        string topic, ReadOnlyMemory<byte> json, BrokerRank rank, CancellationToken cancellation = default) =>
        SendAsync(RemoteCall.Once(topic, json, rank), cancellation);

    /// <summary>Sends a request and gives its answers as they come, until the service ends the stream.</summary>
    /// <param name="topic">The service and method, such as <c>job-manager.events-journal</c>.</param>
    /// <param name="json">The request as UTF-8 JSON; empty for none.</param>
    /// <param name="rank">Who answers.</param>
    /// <param name="cancelTopic">
    /// The topic that ends the stream when it is left early, by convention the topic with <c>-cancel</c>; null where the
    /// service has none: what it still sends is dropped then.
    /// </param>
    /// <param name="cancellation">Leaves the stream.</param>
    /// <exception cref="FluxException">The service answered with an error, or there is none.</exception>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> StreamAsync(
        string topic,
        ReadOnlyMemory<byte> json,
        BrokerRank rank,
        string? cancelTopic,
        CancellationToken cancellation = default) =>
        ReadAsync(RemoteCall.Streaming(topic, json, rank, cancelTopic), cancellation);

    /// <summary>An attribute of the broker that the handle is connected to; null when it has none of that name.</summary>
    /// <param name="name">Such as <c>instance-level</c>.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<string?> AttributeAsync(string name, CancellationToken cancellation = default) =>
        OnReactorAsync(broker => AttributeReader.Read(broker, name), cancellation);

    /// <summary>
    /// Waits until the instance is ready for work: its address is known before all of its services are there.
    /// </summary>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="FluxException">The instance is shutting down.</exception>
    public Task RunningAsync(CancellationToken cancellation = default) =>
        CallAsync("state-machine.wait", default, BrokerRank.Any, cancellation);

    /// <summary>What the instance says about itself.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<InstanceFacts> InstanceAsync(CancellationToken cancellation = default) =>
        InstanceReader.ReadAsync(this, cancellation);

    /// <summary>
    /// How long the enclosing job may still run: the one whose process this is, else the one that the instance is. Null
    /// when there is no limit.
    /// </summary>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<TimeSpan?> TimeLeftAsync(CancellationToken cancellation = default) =>
        OnReactorAsync(TimeLeft.Read, cancellation);

    /// <summary>Closes the connection; what is outstanding fails. Completes when the connection is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        _reactor.Stop();
        await _reactor.Closed;
    }

    /// <summary>Sends a request of any kind.</summary>
    internal Task<T> SendAsync<T>(PendingCall<T> call, CancellationToken cancellation)
    {
        _reactor.Send(call);
        return call.Answer.WaitAsync(cancellation);
    }

    /// <summary>Sends a request for a stream of any kind, and leaves it when the reader does.</summary>
    internal async IAsyncEnumerable<T> ReadAsync<T>(
        PendingStream<T> stream, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        _reactor.Send(stream);
        try
        {
            await foreach (T answer in stream.Answers.ReadAllAsync(cancellation))
            {
                yield return answer;
            }
        }
        finally
        {
            _reactor.Post(stream.Leave, static _ => { });
        }
    }

    private static FluxException NotInside() => new(
        "opening the enclosing instance", FluxErrno.NoEntry, "FLUX_URI is not set: this process is not part of a Flux instance");

    // For functions of libflux that wait for the broker themselves; they are few and short.
    private Task<T> OnReactorAsync<T>(Func<BrokerHandle, T> read, CancellationToken cancellation)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _reactor.Post(
            broker =>
            {
                try
                {
                    answer.TrySetResult(read(broker));
                }
#pragma warning disable CA1031 // no exception may pass through the frames of libflux: it is the waiting task's
                catch (Exception failure)
#pragma warning restore CA1031
                {
                    answer.TrySetException(failure);
                }
            },
            reason => answer.TrySetException(reason));
        return answer.Task.WaitAsync(cancellation);
    }
}
