namespace Merlin.Flux;

/// <summary>A request with one answer.</summary>
/// <typeparam name="T">What the answer is read as.</typeparam>
/// <param name="send">Makes the future, on the reactor's thread.</param>
/// <param name="read">Reads the fulfilled future, on the reactor's thread; throws when it failed.</param>
internal sealed class PendingCall<T>(Func<BrokerHandle, FutureHandle> send, Func<FutureHandle, T> read) : PendingFuture
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer.</summary>
    public Task<T> Answer => _answer.Task;

    protected override FutureHandle Send(BrokerHandle broker) => send(broker);

    protected override bool Take(FutureHandle future)
    {
        _answer.TrySetResult(read(future));
        return false;
    }

    protected override void Complete(Exception? reason)
    {
        if (reason is not null)
        {
            _answer.TrySetException(reason);
        }
    }
}
