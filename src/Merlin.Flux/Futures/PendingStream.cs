using System.Threading.Channels;

namespace Merlin.Flux;

/// <summary>A request with many answers; ENODATA is its regular end.</summary>
/// <typeparam name="T">What an answer is read as.</typeparam>
/// <param name="send">Makes the future, on the reactor's thread.</param>
/// <param name="read">Reads the fulfilled future, on the reactor's thread; throws when it failed.</param>
/// <param name="cancel">Asks the service to end the stream, or null where it knows no such request.</param>
internal sealed class PendingStream<T>(
    Func<BrokerHandle, FutureHandle> send,
    Func<FutureHandle, T> read,
    Action<BrokerHandle, FutureHandle>? cancel) : PendingFuture
{
    private readonly Channel<T> _answers = Channel.CreateUnbounded<T>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = false });

    private bool _unwanted;

    /// <summary>The answers that have come and are not yet read.</summary>
    public ChannelReader<T> Answers => _answers.Reader;

    /// <summary>Nobody reads any more: asks for the end, and drops what still comes.</summary>
    public void Leave(BrokerHandle broker)
    {
        if (!_unwanted && Future is not null)
        {
            _unwanted = true;
            cancel?.Invoke(broker, Future);
        }
    }

    protected override FutureHandle Send(BrokerHandle broker) => send(broker);

    protected override bool Take(FutureHandle future)
    {
        try
        {
            T answer = read(future);
            if (!_unwanted)
            {
                _answers.Writer.TryWrite(answer);
            }

            return true;
        }
        catch (FluxException end) when (end.Errno == FluxErrno.NoData)
        {
            return false;
        }
    }

    protected override void Complete(Exception? reason) => _answers.Writer.TryComplete(reason);
}
