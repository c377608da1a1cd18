namespace Merlin.Worker.Processes;

/// <summary>
/// How much work is ready in the worker's threads, so that the loop is woken when it should bring more, and not for
/// every task.
/// </summary>
/// <param name="slots">How many tasks may run.</param>
/// <param name="isMixed">Whether what is ready may wait for room of another kind than is free, as in an instance of Flux.</param>
internal sealed class Backlog(int slots, bool isMixed)
{
    /// <summary>How many more than there are slots may be taken up.</summary>
    public const int Margin = 16;

    private int _unstarted;

    /// <summary>Whether another task should be taken up.</summary>
    public bool HasRoom => Volatile.Read(ref _unstarted) < slots + Margin;

    /// <summary>Whether the loop should be woken.</summary>
    public bool IsHungry => isMixed || Volatile.Read(ref _unstarted) < (slots + Margin) / 2;

    /// <summary>A task was taken up.</summary>
    public void Taken() => Interlocked.Increment(ref _unstarted);

    /// <summary>A task that was taken up has started, has ended without that, or was given back.</summary>
    public void Gone() => Interlocked.Decrement(ref _unstarted);
}
